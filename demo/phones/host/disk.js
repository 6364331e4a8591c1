/**
 * Where the storage of a phone survives a reload of the page: IndexedDB, since ten megabytes a phone are too much for localStorage. The
 * app works on memory; changes are written behind, in order, so what is on disk is always a state the app has had.
 */

const DATABASE = 'hongyan-phones';
const STORE = 'storage';

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} slot  one phone
 * @returns {Promise<{ storage: Record<string, unknown>, disk: any, kept: boolean }>}
 */
export async function openDisk(slot) {
  const prefix = slot + '/';
  const range = IDBKeyRange.bound(prefix, prefix + '\uffff');
  /** @type {Record<string, unknown>} */
  const storage = {};
  let database = null;
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    database = await promised(opening);
    const store = database.transaction(STORE).objectStore(STORE);
    const [keys, values] = await Promise.all([promised(store.getAllKeys(range)), promised(store.getAll(range))]);
    keys.forEach((key, i) => { storage[key.slice(prefix.length)] = values[i]; });
  } catch (error) {
    console.info('this browser keeps nothing for the phones: ' + error);
    return { storage: {}, disk: undefined, kept: false };
  }
  const opened = database;
  /** @type {Array<(store: IDBObjectStore) => void>} */
  let pending = [];
  let planned = false;

  function flush() {
    planned = false;
    const changes = pending;
    pending = [];
    const transaction = opened.transaction(STORE, 'readwrite', { durability: 'relaxed' });
    const store = transaction.objectStore(STORE);
    changes.forEach((change) => change(store));
  }

  /** @param {(store: IDBObjectStore) => void} change */
  function later(change) {
    pending.push(change);
    if (planned) return;
    planned = true;
    setTimeout(flush, 0);
  }
  addEventListener('pagehide', flush);

  return {
    storage,
    kept: true,
    disk: {
      set: (key, value) => later((store) => store.put(value, prefix + key)),
      remove: (key) => later((store) => store.delete(prefix + key)),
      clear: () => later((store) => store.delete(range)),
    },
  };
}

'use strict';
/**
 * The files of one mini-program on one device, in memory. Paths the device does not know are asked of the transport.
 *
 * @param {(path: string) => ArrayBuffer | null} readOutside
 */
function createFiles(readOutside) {
  /** @type {Map<string, ArrayBuffer>} */
  const kept = new Map();
  let temporary = 0;
  return {
    /** @type {(path: string) => ArrayBuffer | null} */
    read: (path) => kept.get(path) || readOutside(path),
    /** @type {(path: string, bytes: ArrayBuffer) => void} */
    write(path, bytes) { kept.set(path, bytes); },
    /** @type {(url: string, bytes: ArrayBuffer) => string} */
    keepTemporary(url, bytes) {
      temporary += 1;
      const ending = /\.[A-Za-z0-9]{1,8}$/.exec(url.split(/[?#]/)[0].slice(8));
      const path = 'http://tmp/fakewx-' + temporary + (ending ? ending[0] : '');
      kept.set(path, bytes);
      return path;
    },
    /** Temporary files may vanish at any time. */
    dropTemporary() {
      Array.from(kept.keys()).filter((path) => path.indexOf('http://tmp/') === 0).forEach((path) => kept.delete(path));
    },
  };
}

/** @typedef {ReturnType<typeof createFiles>} Files */

module.exports = { createFiles };

'use strict';
/**
 * Pictures, voice and video: brought to the server before the message that names them, and read at addresses that end after a day.
 *
 * @typedef {import('../kernel/types').Fault} Fault
 * @typedef {import('../kernel/types').HttpReply} HttpReply
 * @typedef {import('./index').UploadedFile} UploadedFile
 */

const { fromWire, own } = require('../kernel/faults');

/** an address is not handed out any more when it is about to end */
const MARGIN_MS = 60000;
const KNOWN_MAX = 500;
const ABORTED = { code: 9011, name: 'aborted', band: 'never', text: 'Given up.', zh: '已取消。' };
/** the server's upload_ms */
const UPLOAD_TIMEOUT_MS = 180000;

/**
 * @param {any} kernel
 * @param {string} base  https://host
 */
function createFiles(kernel, base) {
  const { platform, limits } = kernel;
  /** file id → its newest address; the oldest goes first @type {Map<string, UploadedFile>} */
  const known = new Map();
  /** @type {Map<string, Promise<string>>} */
  const asking = new Map();

  /** how far the server's clock is ahead of the device's, which may be wrong by a day */
  let ahead = 0;
  kernel.on('entered', (/** @type {number} */ t) => { ahead = t - platform.now() || 0; });

  /** @param {number} expires */
  const lasts = (expires) => expires - platform.now() - ahead > MARGIN_MS;

  /** @param {HttpReply} reply */
  function read(reply) {
    let data = reply.data;
    try {
      if (typeof data === 'string') data = JSON.parse(data);
    } catch (error) {
      data = null;
    }
    if (reply.status >= 200 && reply.status < 300 && data && data.file) return take(data);
    throw data && data.err ? fromWire(data.err) : own('connection_lost', 'HTTP ' + reply.status);
  }

  /** @param {any} data @returns {UploadedFile} */
  function take(data) {
    const file = Object.assign({}, data, { url: base + data.url });
    known.delete(file.file);
    known.set(file.file, file);
    if (known.size > KNOWN_MAX) known.delete(String(known.keys().next().value));
    return file;
  }

  /**
   * With a token; once more with a fresh one when that one had ended.
   *
   * @param {(header: Record<string, string>) => Promise<HttpReply>} request
   * @param {boolean} [again]
   * @returns {Promise<UploadedFile>}
   */
  function withToken(request, again) {
    /** @type {Promise<string>} */
    const token = new Promise((resolve, reject) => {
      kernel.token(again ? null : undefined, (/** @type {Fault | null} */ fault, /** @type {string} */ given) => (fault ? reject(fault) : resolve(given)));
    });
    return token.then((given) => request({ Authorization: 'Bearer ' + given }).then(read).catch((fault) => {
      if (fault.band === 'login' && !again && kernel.running()) return withToken(request, true);
      throw fault;
    }));
  }

  /**
   * @param {string} filePath
   * @param {{ onProgress?: (percent: number) => void }} [how]
   */
  function upload(filePath, how) {
    const progress = (how && how.onProgress) || (() => {});
    let aborted = false;
    /** @type {{ abort: () => void } | null} */
    let task = null;
    /** @param {Record<string, string>} header @returns {Promise<HttpReply>} */
    const request = (header) => new Promise((resolve, reject) => {
      if (aborted) throw fromWire(ABORTED);
      task = platform.upload({
        url: base + '/api/v1/files', filePath, name: 'file', header, timeoutMs: UPLOAD_TIMEOUT_MS, progress: tell,
      }, (/** @type {string | null} */ reason, /** @type {HttpReply} */ reply) => {
        if (aborted) reject(fromWire(ABORTED));
        else if (reason !== null) reject(own('connection_lost', reason));
        else resolve(reply);
      });
    });
    /** @param {number} percent */
    function tell(percent) {
      try {
        if (!aborted) progress(percent);
      } catch (error) {
        platform.report(error);
      }
    }
    const coming = new Promise((resolve, reject) => {
      if (!kernel.running()) throw own('not_logged_in');
      if (typeof filePath !== 'string' || !filePath) throw own('bad_argument', 'Give the path of a file.');
      if (!platform.upload) throw own('bad_argument', 'This platform cannot upload.');
      withToken(request).then(resolve, reject);
    });
    return Object.assign(coming, {
      abort() {
        aborted = true;
        if (task) task.abort();
      },
    });
  }

  /** @param {string} id */
  function fresh(id) {
    const before = asking.get(id);
    if (before) return before;
    const url = base + '/api/v1/files/' + encodeURIComponent(id);
    const asked = withToken((header) => new Promise((resolve, reject) => {
      platform.request({ url, header, timeoutMs: limits.requestTimeoutMs }, (/** @type {string | null} */ reason, /** @type {HttpReply} */ reply) => {
        if (reason === null) resolve(reply);
        else reject(own('connection_lost', reason));
      });
    })).then((file) => file.url);
    asking.set(id, asked);
    const over = () => { asking.delete(id); };
    asked.then(over, over);
    return asked;
  }

  /** @param {{ file?: any, url?: string }} content */
  function fileUrl(content) {
    const { file, url = '' } = content || {};
    if (!file) return Promise.resolve(url);
    const held = known.get(file);
    if (held && lasts(held.expires)) return Promise.resolve(held.url);
    const ends = /[?&]e=(\d+)/.exec(url);
    const good = ends !== null && lasts(Number(ends[1]));
    // One that was sent from another address of the server may not be on this app's list of hosts.
    if (good && url.indexOf(base + '/') === 0) return Promise.resolve(url);
    if (!kernel.running() || !platform.request) return good ? Promise.resolve(url) : Promise.reject(own('not_logged_in'));
    return fresh(String(file)).catch((fault) => {
      if (good) return url;
      throw fault;
    });
  }

  return { upload, fileUrl };
}

/** wss://host/link → https://host @param {string} link */
const baseOf = (link) => link.replace(/^ws(s?):\/\/([^/]+).*$/, 'http$1://$2');

module.exports = { baseOf, createFiles };

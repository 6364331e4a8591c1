'use strict';
/**
 * Pictures, voices and videos on their way up. Until the file is there it is not a message of the SDK; it looks like one, has
 * progress, and can be tried again. It lives as long as the app runs: temporary files do not outlive it.
 *
 * @typedef {import('./hongyan').Message} Message
 * @typedef {{ path: string, type: 'image' | 'audio' | 'video', content: Record<string, any>, cover: string }} Media
 * @typedef {{ message: Message, media: Media, progress: number, quote: number, abort: () => void }} Upload
 */

const { createEmitter } = require('./emitter');
const serverClock = require('./server-clock');

/** local paths of sent files are remembered, so that one's own picture is not fetched back */
const LOCAL_MAX = 100;

/** @param {import('./hongyan').Hongyan} hy */
function createUploads(hy) {
  const events = createEmitter((error) => console.error(error));
  /** @type {Map<string, Upload>} */
  const running = new Map();
  /** @type {Map<string, string>} message id → path */
  const local = new Map();
  let count = 0;
  /** the upload whose message is being handed over just now */
  let handing = '';
  let closed = false;

  /** @param {Upload} upload @param {any} fault */
  function failed(upload, fault) {
    if (closed || !running.has(upload.message.id)) return;
    const known = fault && fault.name && fault.band ? fault : { code: 0, name: 'upload_failed', band: 'later', text: '', zh: '' };
    Object.assign(upload.message, { state: 'failed', error: known });
    upload.progress = 0;
    events.emit('changed', upload.message);
  }

  /** @param {Upload} upload @param {string} path @param {(percent: number) => void} onProgress */
  function send(upload, path, onProgress) {
    const coming = hy.upload(path, { onProgress });
    upload.abort = coming.abort;
    return coming;
  }

  /** @param {Upload} upload */
  function start(upload) {
    const { media, message } = upload;
    Object.assign(message, { state: 'sending', error: null });
    const cover = media.cover ? send(upload, media.cover, () => {}).catch(() => null) : Promise.resolve(null);
    cover.then((coverFile) => (running.has(message.id) ? send(upload, media.path, (percent) => {
      if (Math.round(percent) === upload.progress) return;
      upload.progress = Math.round(percent);
      events.emit('progress', message, upload.progress);
    }).then((file) => {
      if (closed || !running.has(message.id)) return;
      const content = Object.assign({}, media.content, { file: file.file, url: file.url, size: file.size, format: file.type.split('/').pop() });
      if (file.width && file.height) Object.assign(content, { width: file.width, height: file.height });
      if (coverFile) Object.assign(content, { cover: coverFile.url, coverFile: coverFile.file });
      handOver(upload, content);
    }) : undefined)).catch((fault) => failed(upload, fault));
  }

  /** @param {Upload} upload @param {any} content */
  function handOver(upload, content) {
    const id = upload.message.id;
    handing = id;
    try {
      /** @type {any} */
      const out = { to: upload.message.conv, type: upload.media.type, content };
      if (upload.quote) out.quote = upload.quote;
      // The event 'message' comes inside this call: `claim` tells its listener whose place it takes.
      const sent = hy.send(out);
      running.delete(id);
      remember(sent.id, upload.media);
    } finally {
      handing = '';
    }
  }

  /** @param {string} id @param {Media} media */
  function remember(id, media) {
    local.set(id, media.type === 'video' ? media.cover : media.path);
    Array.from(local.keys()).slice(0, Math.max(0, local.size - LOCAL_MAX)).forEach((old) => local.delete(old));
  }

  return {
    /** @param {(message: Message) => void} listener */
    onChange: (listener) => events.on('changed', listener),
    /** @param {(message: Message, percent: number) => void} listener */
    onProgress: (listener) => events.on('progress', listener),
    /**
     * @param {string} conv
     * @param {Media} media
     * @param {number} quote
     * @returns {Message}
     */
    add(conv, media, quote) {
      count += 1;
      /** @type {any} */
      const message = {
        id: 'upload-' + count, conv, from: hy.user, mine: true, n: 0, t: serverClock.now(), type: media.type,
        content: Object.assign({ url: media.path }, media.content), state: 'sending', recalled: false, error: null,
      };
      if (quote) message.quote = quote;
      const upload = { message, media, progress: 0, quote, abort: () => {} };
      running.set(message.id, upload);
      remember(message.id, media);
      start(upload);
      return message;
    },
    /** @param {string} id */
    has: (id) => running.has(id),
    /** @param {string} id */
    retry(id) {
      const upload = running.get(id);
      if (!upload || upload.message.state !== 'failed') return;
      start(upload);
      events.emit('changed', upload.message);
    },
    /** @param {string} id */
    discard(id) {
      const upload = running.get(id);
      running.delete(id);
      if (upload) upload.abort();
    },
    /** @param {string} conv @returns {Message[]} */
    of: (conv) => Array.from(running.values()).map((upload) => upload.message).filter((message) => message.conv === conv),
    /** Inside the event 'message': the upload whose place the message takes, or ''. */
    claim: () => handing,
    /** @param {string} id */
    progressOf: (id) => (running.get(id) || { progress: 0 }).progress,
    /** @param {string} id @returns {string} a path on this device, or '' */
    localOf: (id) => local.get(id) || (handing && local.get(handing)) || '',
    close() {
      closed = true;
      running.forEach((upload) => upload.abort());
      running.clear();
    },
  };
}

/** @typedef {ReturnType<typeof createUploads>} Uploads */

module.exports = { createUploads };

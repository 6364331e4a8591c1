'use strict';
/**
 * request, uploadFile and downloadFile: ten in flight together, the rest wait their turn.
 *
 * @typedef {object} Job
 * @property {() => import('./ports').HttpRequest} build  called when its turn comes
 * @property {number} timeoutMs
 * @property {import('./calls').Reply} reply
 * @property {(head: import('./ports').HttpReply, body: ArrayBuffer) => void} done
 * @property {(head: import('./ports').HttpReply) => void} head
 * @property {((bytes: ArrayBuffer) => void) | null} chunk  null: the body is wanted whole
 * @property {(sentBytes: number, totalBytes: number) => void} sent
 *
 * @typedef {{ at: number, api: string, method: string, url: string, statusCode: number, reason: string }} RequestLine
 */

const { createEvent } = require('./events');
const { decodeReply, decodeText, encodeMultipart, encodeRequest, joinBuffers } = require('./request-body');

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'];
const URL_SHAPE = /^https?:\/\/[^\s/?#]+([/?#]|$)/i;
const ERRNO_NETWORK = 600001;
const ERRNO_TIMEOUT = 5;

/**
 * @param {object} realm
 * @param {import('./ports').Clock} realm.clock
 * @param {import('./life').Life} realm.life
 * @param {import('./knobs').Knobs} realm.knobs
 * @param {import('./calls').Calls} realm.calls
 * @param {import('./wire').Wire} realm.wire
 * @param {import('./files').Files} realm.files
 * @param {() => number} realm.random
 * @param {RequestLine[]} realm.lines  the log
 */
function createRequests({ clock, life, knobs, calls, wire, files, random, lines }) {
  /** @type {Array<{ start: () => void, stop: (reason: string) => void }>} */
  let waiting = [];
  /** @type {Set<{ stop: (reason: string) => void }>} */
  const running = new Set();

  function next() {
    while (running.size < knobs.maxRequests && waiting.length > 0) {
      const first = waiting[0];
      waiting = waiting.slice(1);
      first.start();
    }
  }

  /**
   * @param {string} api
   * @param {Job} job
   */
  function enqueue(api, job) {
    let timer = 0;
    let over = false;
    /** @type {{ abort: () => void } | null} */
    let wired = null;
    /** @type {RequestLine} */
    const line = { at: clock.now(), api, method: '', url: '', statusCode: 0, reason: '' };
    const entry = { start, stop };

    function finish() {
      over = true;
      clock.clear(timer);
      running.delete(entry);
      waiting = waiting.filter((one) => one !== entry);
      next();
    }

    /** @param {string} reason */
    function stop(reason) {
      if (over) return;
      if (wired) wired.abort();
      line.reason = reason;
      job.reply.fail(reason, { errno: reason === 'timeout' ? ERRNO_TIMEOUT : ERRNO_NETWORK });
      finish();
    }

    function start() {
      running.add(entry);
      timer = clock.set(() => stop('timeout'), job.timeoutMs);
      const request = job.build();
      line.at = clock.now();
      line.method = request.method;
      line.url = request.url;
      lines.push(line);
      /** @type {import('./ports').HttpReply} */
      let head = { statusCode: 0, header: {}, cookies: [] };
      /** @type {ArrayBuffer[]} */
      const parts = [];
      wired = wire.sendRequest(request, {
        sent: job.sent,
        head(reply) {
          head = reply;
          line.statusCode = reply.statusCode;
          job.head(reply);
        },
        chunk(bytes) {
          if (job.chunk) job.chunk(bytes);
          else parts.push(bytes);
        },
        end() {
          if (over) return;
          job.done(head, joinBuffers(parts));
          finish();
        },
        error: stop,
      });
    }

    waiting.push(entry);
    next();
    return { abort: () => stop('abort') };
  }

  /**
   * @param {string} api
   * @param {any} options
   * @param {string | null} problem
   */
  function refuse(api, options, problem) {
    calls.note(api);
    if (calls.asleep()) return 'interrupted';
    if (typeof options.url !== 'string' || !URL_SHAPE.test(options.url)) return 'invalid url "' + options.url + '"';
    if (knobs.requireSecure && !/^https:/i.test(options.url)) return 'url not in domain list';
    return problem;
  }

  function createTaskEvents() {
    return { heads: createEvent(life), chunks: createEvent(life), progress: createEvent(life) };
  }

  /**
   * @param {ReturnType<typeof createTaskEvents>} events
   * @param {{ abort: () => void }} job
   * @param {string} api
   */
  function createTask(events, job, api) {
    return {
      abort() {
        calls.note(api + '.abort');
        job.abort();
      },
      onHeadersReceived: events.heads.on,
      offHeadersReceived: events.heads.off,
      onChunkReceived: events.chunks.on,
      offChunkReceived: events.chunks.off,
      onProgressUpdate: events.progress.on,
      offProgressUpdate: events.progress.off,
    };
  }

  const NO_JOB = { abort() {} };

  /** @param {any} [given] */
  function request(given) {
    const options = given || {};
    const events = createTaskEvents();
    const reply = calls.reply('request', options);
    const method = String(options.method || 'GET').toUpperCase();
    const problem = refuse('request', options, METHODS.indexOf(method) < 0 ? 'method is invalid' : null);
    if (problem !== null) {
      reply.fail(problem);
      return createTask(events, NO_JOB, 'RequestTask');
    }
    const encoded = encodeRequest(options, method);
    const job = enqueue('request', {
      build: () => encoded,
      timeoutMs: options.timeout || knobs.requestTimeoutMs,
      reply,
      sent() {},
      head: (head) => life.deliver(() => events.heads.emit({ header: head.header })),
      chunk: options.enableChunked ? (bytes) => life.deliver(() => events.chunks.emit({ data: bytes })) : null,
      done(head, body) {
        reply.ok({ data: decodeReply(options, body), statusCode: head.statusCode, header: head.header, cookies: head.cookies });
      },
    });
    return createTask(events, job, 'RequestTask');
  }

  /** @param {any} [given] */
  function uploadFile(given) {
    const options = given || {};
    const events = createTaskEvents();
    const reply = calls.reply('uploadFile', options);
    const bytes = typeof options.filePath === 'string' ? files.read(options.filePath) : null;
    const problem = refuse('uploadFile', options, typeof options.name !== 'string' || options.name === '' ? 'parameter error: name'
      : bytes === null ? 'file not found' : null);
    if (problem !== null || bytes === null) {
      reply.fail(String(problem));
      return createTask(events, NO_JOB, 'UploadTask');
    }
    const boundary = 'fakewx' + Math.floor(random() * 1e15).toString(36);
    const header = Object.assign({}, options.header, { 'content-type': 'multipart/form-data; boundary=' + boundary });
    const fileName = options.filePath.slice(options.filePath.lastIndexOf('/') + 1);
    const body = encodeMultipart(boundary, options.formData || {}, { name: options.name, fileName, bytes });
    const job = enqueue('uploadFile', {
      build: () => ({ url: options.url, method: 'POST', header, body }),
      timeoutMs: options.timeout || knobs.requestTimeoutMs,
      reply,
      sent: (sent, total) => life.deliver(() => events.progress.emit({
        progress: total === 0 ? 100 : Math.floor((sent * 100) / total), totalBytesSent: sent, totalBytesExpectedToSend: total,
      })),
      head: (head) => life.deliver(() => events.heads.emit({ header: head.header })),
      chunk: null,
      done: (head, reply2) => reply.ok({ data: decodeText(reply2), statusCode: head.statusCode }),
    });
    return createTask(events, job, 'UploadTask');
  }

  /** @param {any} [given] */
  function downloadFile(given) {
    const options = given || {};
    const events = createTaskEvents();
    const reply = calls.reply('downloadFile', options);
    const problem = refuse('downloadFile', options, null);
    if (problem !== null) {
      reply.fail(problem);
      return createTask(events, NO_JOB, 'DownloadTask');
    }
    const header = Object.assign({}, options.header);
    let expected = 0;
    let written = 0;
    /** @type {ArrayBuffer[]} */
    const parts = [];
    const job = enqueue('downloadFile', {
      build: () => ({ url: options.url, method: 'GET', header, body: null }),
      timeoutMs: options.timeout || knobs.requestTimeoutMs,
      reply,
      sent() {},
      head(head) {
        const length = Object.keys(head.header).find((one) => one.toLowerCase() === 'content-length');
        expected = length === undefined ? 0 : Number(head.header[length]);
        life.deliver(() => events.heads.emit({ header: head.header }));
      },
      chunk(bytes) {
        parts.push(bytes);
        written += bytes.byteLength;
        const update = {
          progress: expected > 0 ? Math.floor((written * 100) / expected) : 0,
          totalBytesWritten: written,
          totalBytesExpectedToWrite: expected,
        };
        life.deliver(() => events.progress.emit(update));
      },
      done(head) {
        const body = joinBuffers(parts);
        const path = options.filePath === undefined ? files.keepTemporary(options.url, body) : options.filePath;
        if (options.filePath !== undefined) files.write(path, body);
        const place = options.filePath === undefined ? { tempFilePath: path } : { filePath: path };
        reply.ok(Object.assign({ statusCode: head.statusCode, dataLength: body.byteLength }, place));
      },
    });
    return createTask(events, job, 'DownloadTask');
  }

  return {
    request,
    uploadFile,
    downloadFile,
    inFlight: () => running.size,
    waiting: () => waiting.length,
    /** @param {string} reason */
    stopAll(reason) {
      const all = waiting.concat(/** @type {any} */ (Array.from(running)));
      waiting = [];
      all.forEach((one) => one.stop(reason));
    },
  };
}

module.exports = { createRequests };

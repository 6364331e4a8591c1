'use strict';
/**
 * One HTTP exchange on node:http or node:https.
 */

const http = require('node:http');
const https = require('node:https');

const PROGRESS_STEP_BYTES = 64 * 1024;

/**
 * @param {import('node:http').IncomingMessage} message
 * @returns {import('../ports').HttpReply}
 */
function describe(message) {
  /** @type {Record<string, string>} */
  const header = {};
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i];
    header[name] = header[name] === undefined ? message.rawHeaders[i + 1] : header[name] + ',' + message.rawHeaders[i + 1];
  }
  return { statusCode: message.statusCode || 0, header, cookies: message.headers['set-cookie'] || [] };
}

/**
 * @param {import('../ports').HttpRequest} request
 * @param {import('../ports').HttpEvents} events
 * @param {import('node:tls').ConnectionOptions} tlsOptions
 * @returns {{ abort: () => void }}
 */
function exchange(request, events, tlsOptions) {
  let over = false;
  const secure = /^https:/i.test(request.url);
  const body = request.body === null ? null : Buffer.from(request.body);
  const total = body === null ? 0 : body.length;
  /** @type {Record<string, string | number>} */
  const header = Object.assign({}, request.header);
  Object.keys(header).filter((name) => name.toLowerCase() === 'referer').forEach((name) => { delete header[name]; });
  if (body !== null || request.method === 'POST' || request.method === 'PUT') header['content-length'] = total;

  /** @param {Error} error */
  function failed(error) {
    if (over) return;
    over = true;
    events.error(error.message);
  }

  const client = (secure ? https : http).request(
    request.url,
    Object.assign({ method: request.method, headers: header, agent: false }, secure ? tlsOptions : {}),
    (message) => {
      if (over) return;
      events.head(describe(message));
      message.on('data', (bytes) => {
        if (!over) events.chunk(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      });
      message.on('end', () => {
        if (over) return;
        over = true;
        events.end();
      });
      message.on('error', failed);
    },
  );
  client.on('error', failed);

  /** @param {number} offset */
  function writeFrom(offset) {
    if (over || body === null) return;
    const end = Math.min(total, offset + PROGRESS_STEP_BYTES);
    client.write(body.subarray(offset, end), () => {
      if (over) return;
      events.sent(end, total);
      if (end < total) writeFrom(end);
      else client.end();
    });
  }

  if (body === null || total === 0) client.end();
  else writeFrom(0);
  return {
    abort() {
      over = true;
      client.destroy();
    },
  };
}

module.exports = { exchange };

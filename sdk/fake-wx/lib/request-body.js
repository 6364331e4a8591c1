'use strict';
/**
 * How `data` of wx.request becomes bytes, and how bytes become `data` again.
 */

const { decodeUtf8, encodeUtf8, isArrayBuffer } = require('./utf8');

/** @param {Record<string, any>} data */
function formEncode(data) {
  return Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .map((key) => {
      const value = data[key];
      const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
      return encodeURIComponent(key) + '=' + encodeURIComponent(text);
    })
    .join('&');
}

/**
 * @param {Record<string, string>} header
 * @param {string} name lower case
 */
function findHeader(header, name) {
  const key = Object.keys(header).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : String(header[key]);
}

/**
 * @param {any} options of wx.request
 * @param {string} method
 * @returns {import('./ports').HttpRequest}
 */
function encodeRequest(options, method) {
  /** @type {Record<string, string>} */
  const header = {};
  Object.keys(options.header || {}).forEach((key) => { header[key] = String(options.header[key]); });
  let type = findHeader(header, 'content-type');
  if (type === undefined) {
    type = 'application/json';
    header['content-type'] = type;
  }
  const data = options.data;
  if (data === undefined || data === null) return { url: options.url, method, header, body: null };
  if (method === 'GET' || method === 'HEAD') {
    if (typeof data !== 'object' || isArrayBuffer(data)) return { url: options.url, method, header, body: null };
    const query = formEncode(data);
    const [address, hash] = options.url.split('#');
    const joined = query === '' ? address : address + (address.indexOf('?') < 0 ? '?' : '&') + query;
    return { url: hash === undefined ? joined : joined + '#' + hash, method, header, body: null };
  }
  if (isArrayBuffer(data)) return { url: options.url, method, header, body: data.slice(0) };
  const asForm = type.indexOf('application/x-www-form-urlencoded') >= 0;
  const text = typeof data === 'string' ? data : asForm ? formEncode(data) : JSON.stringify(data);
  return { url: options.url, method, header, body: encodeUtf8(text) };
}

/**
 * @param {ArrayBuffer} body
 * @returns {string} without one byte order mark
 */
function decodeText(body) {
  const text = decodeUtf8(body);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * @param {any} options of wx.request
 * @param {ArrayBuffer} body
 */
function decodeReply(options, body) {
  if (options.responseType === 'arraybuffer') return body;
  const text = decodeText(body);
  if (options.dataType !== undefined && options.dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    return text;
  }
}

/**
 * @param {string} boundary
 * @param {Record<string, unknown>} fields
 * @param {{ name: string, fileName: string, bytes: ArrayBuffer }} file
 * @returns {ArrayBuffer}
 */
function encodeMultipart(boundary, fields, file) {
  const head = Object.keys(fields)
    .map((key) => '--' + boundary + '\r\nContent-Disposition: form-data; name="' + quote(key) + '"\r\n\r\n' + String(fields[key]) + '\r\n')
    .join('');
  const fileHead = '--' + boundary + '\r\nContent-Disposition: form-data; name="' + quote(file.name) + '"; filename="'
    + quote(file.fileName) + '"\r\nContent-Type: ' + mediaType(file.fileName) + '\r\n\r\n';
  return joinBuffers([encodeUtf8(head + fileHead), file.bytes, encodeUtf8('\r\n--' + boundary + '--\r\n')]);
}

/** @param {string} text */
function quote(text) {
  return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** @type {Record<string, string>} */
const MEDIA_TYPES = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', mp3: 'audio/mpeg', aac: 'audio/aac',
  wav: 'audio/wav', mp4: 'video/mp4', txt: 'text/plain',
};

/** @param {string} fileName */
function mediaType(fileName) {
  return MEDIA_TYPES[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()] || 'application/octet-stream';
}

/**
 * @param {ArrayBuffer[]} buffers
 * @returns {ArrayBuffer}
 */
function joinBuffers(buffers) {
  const whole = new Uint8Array(buffers.reduce((sum, one) => sum + one.byteLength, 0));
  let offset = 0;
  buffers.forEach((one) => {
    whole.set(new Uint8Array(one), offset);
    offset += one.byteLength;
  });
  return /** @type {ArrayBuffer} */ (whole.buffer);
}

module.exports = { encodeRequest, decodeReply, decodeText, encodeMultipart, joinBuffers };

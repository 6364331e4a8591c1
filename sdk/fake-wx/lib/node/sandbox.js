'use strict';
/**
 * Loads CommonJS sources the way a mini-program would: no window, no process, no timers, none of what a phone lacks. What a
 * source reaches for in vain is undefined, and the test fails instead of the phone.
 */

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const ABSENT = [
  'globalThis', 'global', 'window', 'self', 'document', 'navigator', 'location', 'process', 'Buffer', 'setImmediate', 'clearImmediate',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'structuredClone', 'fetch', 'WebSocket', 'XMLHttpRequest',
  'localStorage', 'sessionStorage', 'indexedDB', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'Blob', 'File', 'FormData',
  'crypto', 'btoa', 'atob', 'performance', 'AbortController', 'MessageChannel', 'Function', 'wx',
];

/**
 * @param {string} entry  path of the first file
 * @param {{ Promise?: PromiseConstructor, globals?: Record<string, unknown> }} [options]  Promise: platform.Promise, when that knob is
 *   turned; globals: what the sources may have after all
 * @returns {any} its exports
 */
function loadSandboxed(entry, options) {
  const given = Object.assign({ Promise: (options && options.Promise) || Promise }, options && options.globals);
  const names = ABSENT.filter((name) => !(name in given)).concat(Object.keys(given));
  /** @type {Record<string, unknown>} */
  const values = given;
  /** @type {Map<string, { exports: any }>} */
  const modules = new Map();

  /** @param {string} file */
  function load(file) {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const run = vm.compileFunction(fs.readFileSync(file, 'utf8'), ['module', 'exports', 'require'].concat(names), { filename: file });
    /** @param {string} request */
    const require = (request) => {
      if (!/^\.\.?\//.test(request)) throw new Error(file + ' requires ' + request + ': only relative paths exist in a mini-program');
      return load(find(path.resolve(path.dirname(file), request)));
    };
    run.apply(module.exports, [module, module.exports, require].concat(/** @type {any[]} */ (names.map((name) => values[name]))));
    return module.exports;
  }

  return load(find(path.resolve(entry)));
}

/** @param {string} file */
function find(file) {
  const found = [file, file + '.js', path.join(file, 'index.js')].find((one) => fs.existsSync(one) && fs.statSync(one).isFile());
  if (!found) throw new Error('no module at ' + file);
  return found;
}

module.exports = { loadSandboxed };

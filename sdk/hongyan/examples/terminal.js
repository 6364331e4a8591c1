'use strict';
/**
 * What both examples need: options, tokens, and a phone with the SDK on it. The phone is the double of `wx` on real sockets; in a
 * mini-program `wx` itself takes its place and all the rest of your code stays as it is.
 */

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { createRealWx } = require('../../fake-wx');
const Hongyan = require('../index');

const LAUNCHER = path.join(__dirname, '..', '..', '..', 'hongyan');

/**
 * `--url ws://… --user alice` and so on; an unknown one stops the program.
 *
 * @template {Record<string, string>} T
 * @param {T} defaults
 * @returns {T}
 */
function options(defaults) {
  /** @type {Record<string, string>} */
  const found = Object.assign({}, defaults);
  const words = process.argv.slice(2);
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '');
    if (!words[i].startsWith('--') || !(name in defaults) || words[i + 1] === undefined) {
      console.error('Options: ' + Object.keys(defaults).map((one) => '--' + one + ' ' + (defaults[one] || '…')).join('  '));
      process.exit(2);
    }
    found[name] = words[i + 1];
  }
  return /** @type {T} */ (found);
}

/**
 * A token for `user`: given, from the environment (HONGYAN_TOKEN_ALICE), or from the launcher beside us.
 * @param {Record<string, string> & { app: string }} given
 * @param {string} user
 */
function tokenFor(given, user) {
  const ready = given['token-' + user] || given.token || process.env['HONGYAN_TOKEN_' + user.toUpperCase()];
  if (ready) return ready;
  if (!fs.existsSync(LAUNCHER)) throw new Error('no token for ' + user + ': set HONGYAN_TOKEN_' + user.toUpperCase());
  const words = ['token', '--app', given.app, '--user', user].concat(given.data ? ['--data', given.data] : []);
  const printed = execFileSync(LAUNCHER, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return printed.trim().split('\n').pop() || '';
}

/**
 * A phone with the SDK.
 * @param {{ url: string, app: string }} given
 */
function phone(given) {
  const { device, platform } = createRealWx();
  const hy = Hongyan.create({ url: given.url, app: given.app, platform: Hongyan.wxPlatform(platform.wx, platform) });
  return { device, hy };
}

/** @param {() => boolean} done @param {number} limitMs @param {string} what */
async function eventually(done, limitMs, what) {
  const end = Date.now() + limitMs;
  while (!done()) {
    if (Date.now() > end) throw new Error('not within ' + limitMs / 1000 + ' s: ' + what);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

module.exports = { eventually, options, phone, tokenFor };

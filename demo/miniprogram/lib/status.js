'use strict';
/**
 * How the connection is, for the banner and the page `me`. A short interruption is not shown: it would only flicker.
 *
 * @typedef {'' | 'connecting' | 'waiting' | 'token' | 'expiring' | 'full'} Trouble
 */

const { createEmitter } = require('./emitter');

const GRACE_MS = 1500;
const MINUTE_MS = 60000;

/** @param {import('./hongyan').Hongyan} hy */
function createStatus(hy) {
  const events = createEmitter((error) => console.error(error));
  /** @type {Trouble} */
  let shown = '';
  let tokenFailed = false;
  let full = false;
  let minutes = 0;
  /** @type {any} */
  let timer = null;

  /** @returns {Trouble} */
  function wanted() {
    const state = hy.state;
    if (state === 'online') return minutes > 0 ? 'expiring' : full ? 'full' : '';
    if (tokenFailed) return 'token';
    if (state === 'waiting') return 'waiting';
    return state === 'connecting' || state === 'authenticating' || state === 'syncing' ? 'connecting' : '';
  }

  function show() {
    timer = null;
    const next = wanted();
    if (next === shown) return;
    shown = next;
    events.emit('changed');
  }

  function look() {
    const next = wanted();
    // While one attempt follows another, the first sentence stays.
    if (next === 'connecting' && shown === 'waiting') return;
    clearTimeout(timer);
    if (next === '' || shown !== '') show();
    else timer = setTimeout(show, GRACE_MS);
  }

  const offs = [
    hy.on('state', (state, before, fault) => {
      if (state === 'online') {
        tokenFailed = false;
        minutes = 0;
      }
      if (fault && (fault.name === 'token_failed' || fault.name === 'token_needed')) tokenFailed = true;
      look();
      events.emit('state');
    }),
    hy.on('storage', (trouble) => {
      full = trouble.full;
      look();
    }),
    hy.on('token-expiring', (event) => {
      minutes = event.renewing ? 0 : Math.max(1, Math.round(event.in / MINUTE_MS));
      look();
    }),
  ];
  look();

  return {
    trouble: () => shown,
    minutes: () => minutes,
    /** @param {() => void} listener */
    onChange: (listener) => events.on('changed', listener),
    /** @param {() => void} listener */
    onState: (listener) => events.on('state', listener),
    close() {
      clearTimeout(timer);
      offs.forEach((off) => off());
    },
  };
}

/** @typedef {ReturnType<typeof createStatus>} Status */

module.exports = { createStatus };

'use strict';
/**
 * Moments in words. `now` is the server's; days are the phone's.
 */

const { fill } = require('./i18n');

const DAY_MS = 24 * 60 * 60 * 1000;
/** between two messages; a longer pause gets a line with the time */
const PAUSE_MS = 5 * 60 * 1000;

/** @typedef {import('./i18n').Words['time']} TimeWords */

/** @param {number} n */
const two = (n) => (n < 10 ? '0' + n : String(n));

/** @param {Date} d */
const clockOf = (d) => two(d.getHours()) + ':' + two(d.getMinutes());

/** @param {Date} d */
const midnight = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();

/**
 * @param {number} t
 * @param {number} now
 * @param {TimeWords} w
 * @returns {string} empty for today
 */
function dayOf(t, now, w) {
  const then = new Date(t);
  const today = new Date(now);
  const days = Math.round((midnight(today) - midnight(then)) / DAY_MS);
  if (days === 0) return '';
  if (days === 1) return w.yesterday;
  if (days > 1 && days < 7) return w.weekdays.split(',')[then.getDay()];
  const sameYear = then.getFullYear() === today.getFullYear();
  return fill(sameYear ? w.monthDay : w.full, { year: then.getFullYear(), month: then.getMonth() + 1, day: then.getDate() });
}

/**
 * In the list of conversations: short.
 *
 * @param {number} t
 * @param {number} now
 * @param {TimeWords} w
 */
const listTime = (t, now, w) => (t > 0 ? dayOf(t, now, w) || clockOf(new Date(t)) : '');

/**
 * Above a message: with the clock.
 *
 * @param {number} t
 * @param {number} now
 * @param {TimeWords} w
 */
const fullTime = (t, now, w) => (dayOf(t, now, w) + ' ' + clockOf(new Date(t))).trim();

/** @param {number} before @param {number} t */
const isPause = (before, t) => t - before > PAUSE_MS;

/** what strangers claim may be absurd */
const SECONDS_SHOWN_MAX = 99 * 60 + 59;

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.min(SECONDS_SHOWN_MAX, Math.max(1, Math.round(ms / 1000)));
  return seconds < 60 ? seconds + '″' : Math.floor(seconds / 60) + ':' + two(seconds % 60);
}

module.exports = { duration, fullTime, isPause, listTime };

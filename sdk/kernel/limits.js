'use strict';
/**
 * Every limit of the SDK, with its unit in its name. Those marked "server" repeat the server's table so that a message which can
 * never be accepted fails here, at once.
 */

const LIMITS = {
  connectTimeoutMs: 10000,
  requestTimeoutMs: 10000,
  /** an app's request waits for a connection, and for its answer, this long in all */
  askTimeoutMs: 20000,
  asksMax: 200,
  heartbeatReplyMs: 8000,
  probeReplyMs: 2000,
  /** WeChat suspends after 5 s and may kill the socket: hidden for longer than this, the old socket is never trusted */
  hiddenTrustMs: 4000,
  backoffMinMs: 1000,
  backoffMaxMs: 30000,
  /** a connection that lasted this long starts the back-off from the beginning */
  stableMs: 10000,
  logoutMs: 2000,
  tokenTimeoutMs: 15000,
  renewRetryMs: 10000,

  outboxMax: 500,
  outboxWindow: 8,
  retryWindowMs: 24 * 60 * 60 * 1000,
  frameBytesMax: 65536, // server
  contentBytesMax: 32768, // server
  extBytesMax: 8192, // server
  idBytesMax: 64, // server
  signalBytesMax: 4096, // server
  historyPageMax: 100, // server
  watchedUsersMax: 200, // server
  usersPageMax: 100, // server

  ackDelayMs: 1500,
  ackPairsMax: 100, // server
  readDelayMs: 200,

  syncPage: 50,
  syncEntries: 20,
  /** two frames may change places; a gap that lasts longer is a loss */
  gapGraceMs: 300,
  earlyMax: 100,
  /** a longer absence leaves a hole that history() fills when somebody scrolls there */
  gapFillMax: 200,
  feedFillMax: 1000,

  pageEntries: 32,
  pagesInMemoryMax: 128,
  /** a stored value is cut into parts of this length: below 64 KB in UTF-8 */
  partCharsMax: 16000,
  writeDelayMs: 500,
  /** the app needs storage too */
  storageSharePercent: 80,
};

/** @typedef {typeof LIMITS} Limits */

module.exports = { LIMITS };

'use strict';
/**
 * The microphone, one recording at a time. WeChat asks for permission at the first start: by then the finger may be up again, so a
 * recording that nobody waits for any more is thrown away when it finally begins.
 *
 * @typedef {{ path: string, duration: number }} Recording
 * @typedef {{ done: (recording: Recording) => void, short: () => void, failed: (reason: string) => void, started: () => void }} Wishes
 */

const LONGEST_MS = 60000;
const SHORTEST_MS = 600;

/** @type {WechatMiniprogram.RecorderManager | null} */
let manager = null;
/** @type {Wishes | null} */
let current = null;
let keep = false;
let running = false;
let startedAt = 0;

function prepare() {
  if (manager) return manager;
  const made = wx.getRecorderManager();
  manager = made;
  made.onStart(() => {
    running = true;
    startedAt = Date.now();
    if (!current) made.stop();
    else current.started();
  });
  made.onStop((result) => {
    const wishes = current;
    const wanted = keep || Date.now() - startedAt >= LONGEST_MS;
    current = null;
    running = false;
    if (!wishes || !wanted) return;
    const duration = Math.round(result.duration || Date.now() - startedAt);
    if (duration < SHORTEST_MS) wishes.short();
    else wishes.done({ path: result.tempFilePath, duration });
  });
  made.onError((error) => {
    const wishes = current;
    current = null;
    running = false;
    if (wishes) wishes.failed(String(error.errMsg || ''));
  });
  return made;
}

/** @param {Wishes} wishes */
function start(wishes) {
  const recorder = prepare();
  if (running) recorder.stop();
  current = wishes;
  keep = false;
  recorder.start({ duration: LONGEST_MS, format: 'mp3', sampleRate: 16000, numberOfChannels: 1, encodeBitRate: 48000 });
}

/** @param {boolean} send  false: throw it away */
function stop(send) {
  if (!manager || !current) return;
  keep = send;
  if (running) {
    manager.stop();
    return;
  }
  const wishes = current;
  current = null;
  if (send) wishes.short();
}

module.exports = { LONGEST_MS, start, stop };

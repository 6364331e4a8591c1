'use strict';
/**
 * Voice messages aloud, one at a time.
 *
 * @typedef {(id: string) => void} Listener  which one plays now, '' for none
 */

/** @type {WechatMiniprogram.InnerAudioContext | null} */
let context = null;
let playing = '';
/** @type {Listener} */
let listener = () => {};
/** @type {() => void} */
let broken = () => {};

/** @param {string} id */
function set(id) {
  if (playing === id) return;
  playing = id;
  listener(id);
}

function stop() {
  const old = context;
  context = null;
  if (old) {
    old.stop();
    old.destroy();
  }
  set('');
}

/** @param {string} id @param {string} src */
function play(id, src) {
  stop();
  const made = wx.createInnerAudioContext();
  context = made;
  const ended = () => { if (context === made) stop(); };
  made.onEnded(ended);
  made.onStop(ended);
  made.onError(() => {
    if (context !== made) return;
    stop();
    broken();
  });
  made.src = src;
  made.play();
  set(id);
}

module.exports = {
  play,
  stop,
  playing: () => playing,
  /** The page on screen. @param {Listener} onChange @param {() => void} onBroken */
  listen(onChange, onBroken) {
    listener = onChange;
    broken = onBroken;
  },
};

/** The frames of one phone, readable. Keeps the last ones only: a phone may be open for a day. */

import { both, make } from './words.js';

export const FRAMES_MAX = 200;
const TEXT_MAX = 400;

export function createWirePanel() {
  const frames = make('div', 'frames no-beats');
  const nothing = make('p', 'nothing', [both('还没有帧', 'No frames yet')]);
  frames.appendChild(nothing);
  const count = make('span', 'count');
  const beats = make('input', '');
  beats.type = 'checkbox';
  const clear = make('button', 'press', [both('清空', 'Clear')]);
  clear.type = 'button';
  const element = make('details', 'wire', [
    make('summary', '', [both('线上的帧', 'Frames on the wire'), count]),
    make('div', 'wire-tools', [make('label', '', [beats, both('显示心跳', 'Show heartbeats')]), clear]),
    frames,
  ]);
  /** Requests by number, so that a reply can say what it answers. @type {Map<number, string>} */
  let operations = new Map();
  let total = 0;
  let sent = 0;

  beats.addEventListener('change', () => frames.classList.toggle('no-beats', !beats.checked));
  clear.addEventListener('click', () => {
    frames.replaceChildren(nothing);
    total = 0;
    sent = 0;
    tell();
  });

  function tell() {
    count.textContent = '↑ ' + sent + '  ↓ ' + (total - sent);
  }
  tell();

  /** @param {any} frame of fake-wx */
  function describe(frame) {
    if (frame.kind === 'binary') return { title: 'binary', text: frame.data.byteLength + ' bytes', data: null };
    if (frame.kind !== 'text') {
      return { title: '', text: frame.kind + (frame.code ? ' ' + frame.code : '') + (frame.reason ? ' · ' + frame.reason : '') + (frame.kind === 'open' && frame.direction === 'out' ? ' ' + frame.url : ''), data: null };
    }
    let data = null;
    try {
      data = JSON.parse(frame.data);
    } catch (error) {
      return { title: '', text: frame.data.slice(0, TEXT_MAX), data: null };
    }
    if (data.op && data.id !== undefined) {
      operations.set(data.id, data.op);
      if (operations.size > FRAMES_MAX) operations = new Map(Array.from(operations).slice(FRAMES_MAX / 2));
    }
    const title = data.op || (data.re !== undefined ? '↩ ' + (operations.get(data.re) || data.re) : '');
    const rest = Object.assign({}, data);
    delete rest.op;
    return { title, text: JSON.stringify(rest).slice(0, TEXT_MAX), data };
  }

  const clock = (at) => {
    const date = new Date(at);
    const two = (number) => String(number).padStart(2, '0');
    return two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds()) + '.' + String(date.getMilliseconds()).padStart(3, '0');
  };

  return {
    element,
    /** A new connection numbers its requests anew. */
    forget: () => operations.clear(),
    /** @param {any} frame */
    add(frame) {
      total += 1;
      if (frame.direction === 'out') sent += 1;
      tell();
      const { title, text, data } = describe(frame);
      const line = make('details', 'frame');
      line.dataset.way = frame.direction;
      if (frame.kind !== 'text' && frame.kind !== 'binary') line.classList.add('event');
      if (frame.lost) line.classList.add('lost');
      if (title === 'ping' || title === '↩ ping') line.classList.add('beat');
      const body = make('span', 'text', title ? [make('b', '', [title]), ' ' + text] : [text]);
      line.appendChild(make('summary', '', [make('time', '', [clock(frame.at)]), make('span', 'way', [frame.direction === 'out' ? '↑' : '↓']), body]));
      // Whole only when somebody asks: most frames are never opened.
      line.addEventListener('toggle', () => {
        if (line.open && line.children.length === 1) line.appendChild(make('pre', '', [data ? JSON.stringify(data, null, 2) : String(text)]));
      });
      const atEnd = frames.scrollTop + frames.clientHeight >= frames.scrollHeight - 30;
      nothing.remove();
      frames.appendChild(line);
      while (frames.children.length > FRAMES_MAX) frames.firstElementChild.remove();
      if (atEnd && element.open) frames.scrollTop = frames.scrollHeight;
    },
  };
}

'use strict';
/**
 * One room: who is there now hears what is said now. A crowd says much: lines are drawn together, and only the newest are kept.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 * @typedef {import('../../lib/hongyan').RoomEvent} RoomEvent
 * @typedef {{ key: string, id: string, name: string, text: string, mine: boolean, tone: number, note: boolean, failed: boolean }} Line
 */

const ask = require('../../lib/ask');
const { initialOf, toneOf } = require('../../lib/face');
const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');
const { sentenceOf, tell } = require('../../lib/sentence');
const { summaryOf } = require('../../lib/summary');
const { oneLine, utf8Length } = require('../../lib/text');

const LINES_MAX = 120;
const GATHER_MS = 120;
const FACES_MAX = 7;
const NAMES_MAX = 3;
const TEXT_BYTES_MAX = 4000;
const LINE_CHARS_MAX = 1000;
const TOPIC_CHARS_MAX = 40;

Page({
  data: {
    t: words('room'), lines: /** @type {Line[]} */ ([]), into: '', value: '', ready: false, over: '', count: 0, topic: '',
    faces: /** @type {Array<{ id: string, initial: string, tone: number, avatar: string }>} */ ([]),
  },
  room: '',
  /** ids of some who are there, the latest first */
  some: /** @type {string[]} */ ([]),
  waiting: /** @type {Line[]} */ ([]),
  timer: /** @type {any} */ (null),
  drawn: 0,
  atEnd: true,
  entering: false,
  offs: /** @type {Array<() => void>} */ ([]),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    this.room = decodeURIComponent(query.room || '');
    this.waiting = [];
    this.some = [];
    this.setData({ t: words('room') });
    wx.setNavigationBarTitle({ title: decodeURIComponent(query.name || '') || this.room });
    const { hy, people } = here.account();
    const conv = 'r:' + this.room;
    this.offs = [
      hy.on('message', (message) => { if (message.conv === conv) this.came(message); }),
      hy.on('updated', (message) => { if (message.conv === conv && message.state === 'failed') this.refused(message); }),
      hy.on('room', (event) => { if (event.room === this.room) this.happened(event); }),
      hy.on('state', (state) => { if (state === 'online' && !this.data.ready) this.enter(); }),
      people.onChange(() => this.drawFaces()),
    ];
    this.enter();
  },
  onUnload() {
    clearTimeout(this.timer);
    this.offs.forEach((off) => off());
    // Without a connection there is nobody to tell; the server forgets who does not come back.
    if (here.app().account && this.data.ready) here.account().hy.rooms.leave(this.room).catch(() => {});
  },

  enter() {
    if (this.entering) return;
    this.entering = true;
    const { hy } = here.account();
    hy.rooms.enter(this.room).then((room) => {
      this.entering = false;
      this.setData({ ready: true, over: '', count: room.members, topic: room.attributes.topic || '' });
      if (room.name) wx.setNavigationBarTitle({ title: room.name });
      return hy.rooms.members(this.room, { limit: FACES_MAX }).then((found) => {
        this.some = this.some.concat(found.members.filter((id) => this.some.indexOf(id) < 0));
        this.drawFaces();
      });
    }).catch((fault) => {
      this.entering = false;
      if (!this.data.ready) this.setData({ over: sentenceOf(fault) });
    });
  },

  // ---- what is said, and what happens

  /** @param {Message} message */
  came(message) {
    const { people } = here.account();
    const text = message.type === 'text' ? String(message.content.text || '').slice(0, LINE_CHARS_MAX) : summaryOf(message, (id) => people.of(id).name);
    this.add({ id: message.id, name: people.of(message.from).name, text, mine: message.mine, tone: toneOf(message.from), note: false });
  },
  /** Nobody heard it. @param {Message} message */
  refused(message) {
    tell(message.error);
    const mark = (/** @type {Line} */ line) => (line.id === message.id ? Object.assign({}, line, { failed: true }) : line);
    this.waiting = this.waiting.map(mark);
    const at = this.data.lines.findIndex((line) => line.id === message.id);
    if (at >= 0) this.setData({ ['lines[' + at + '].failed']: true });
  },
  /** @param {RoomEvent} event */
  happened(event) {
    const t = words('room');
    if (event.action === 'members') this.moved(event);
    else if (event.action === 'attributes' && event.fields && event.fields['a.topic'] !== undefined) this.setData({ topic: event.fields['a.topic'] });
    else if (event.action === 'updated' && event.fields && event.fields.name) wx.setNavigationBarTitle({ title: event.fields.name });
    else if (event.action === 'missed') this.note(fill(t.missed, { count: event.count || 0 }));
    else if (event.action === 'dismissed') this.end(t.dismissed);
    else if (event.action === 'out') this.end(event.error ? sentenceOf(event.error) : t.out);
    else if (event.action === 'kicked' && (event.users || []).indexOf(here.account().user) >= 0) this.end(t.out);
  },
  /** Some came and went: in a crowd the server tells it together, with some of the names. @param {RoomEvent} event */
  moved(event) {
    const t = words('room');
    const { user } = here.account();
    const came = event.in || [];
    const went = event.out || [];
    this.some = came.concat(this.some.filter((id) => came.indexOf(id) < 0 && went.indexOf(id) < 0)).slice(0, FACES_MAX * 2);
    const others = came.filter((id) => id !== user);
    const many = (event.entered || 0) - (came.length - others.length);
    if (others.length > 0) this.note(this.named(t.came, t.cameMany, others, many));
    if (went.length > 0) this.note(this.named(t.gone, t.goneMany, went, event.left || 0));
    this.setData({ count: event.members || 0 });
    this.drawFaces();
  },
  /** @param {string} few @param {string} many @param {string[]} ids @param {number} count */
  named(few, many, ids, count) {
    const { people } = here.account();
    const names = ids.slice(0, NAMES_MAX).map((id) => people.of(id).name).join(words('lines').comma);
    return fill(count > NAMES_MAX ? many : few, { names, count });
  },
  /** One is not there any more. @param {string} why */
  end(why) {
    this.setData({ ready: false, over: why });
  },
  drawFaces() {
    if (!here.app().account) return;
    const { people } = here.account();
    this.setData({
      faces: this.some.slice(0, FACES_MAX).map((id) => {
        const person = people.of(id);
        return { id, initial: initialOf(person.name), tone: toneOf(id), avatar: person.avatar };
      }),
    });
  },

  // ---- lines

  /** @param {string} text */
  note(text) {
    this.add({ id: '', name: '', text, mine: false, tone: 0, note: true });
  },
  /** @param {Pick<Line, 'id' | 'name' | 'text' | 'mine' | 'tone' | 'note'>} line */
  add(line) {
    this.drawn += 1;
    this.waiting = this.waiting.concat(Object.assign({ key: 'l' + this.drawn, failed: false }, line)).slice(-LINES_MAX);
    if (line.mine) this.atEnd = true;
    if (this.timer === null) this.timer = setTimeout(() => this.draw(), GATHER_MS);
  },
  draw() {
    this.timer = null;
    const lines = this.data.lines.concat(this.waiting).slice(-LINES_MAX);
    this.waiting = [];
    this.setData(this.atEnd ? { lines, into: lines[lines.length - 1].key } : { lines });
  },
  /** Who looks at what was said is not carried away. @param {any} e */
  scrolled(e) {
    if (e.detail.deltaY > 0) this.atEnd = false;
  },
  lowest() {
    this.atEnd = true;
  },

  // ---- speaking

  /** @param {any} e */
  typed(e) {
    this.setData({ value: e.detail.value });
  },
  say() {
    const text = this.data.value.trim();
    if (!text || !this.data.ready) return;
    const size = utf8Length(text);
    if (size > TEXT_BYTES_MAX) {
      wx.showToast({ title: fill(words('input').tooLong, { size, max: TEXT_BYTES_MAX }), icon: 'none' });
      return;
    }
    try {
      here.account().hy.sendText({ room: this.room }, text);
      this.setData({ value: '' });
    } catch (fault) {
      tell(fault);
    }
  },
  /** Whoever is there may say what it is about: the last one holds. */
  setTopic() {
    if (!this.data.ready) return;
    const t = words('room');
    ask.line(t.topic, t.topicHint, this.data.topic).then((given) => {
      if (given === null) return undefined;
      const topic = oneLine(given, TOPIC_CHARS_MAX);
      return here.account().hy.rooms.setAttributes(this.room, { topic }, { force: true }).then(() => this.setData({ topic }));
    }).catch(tell);
  },
});

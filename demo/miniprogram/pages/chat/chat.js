'use strict';
/**
 * One conversation. The thread (lib/thread.js) knows the messages and which are on screen, the row (lib/row.js) puts one into words,
 * scroll.js keeps the place; this page joins them with the SDK's events and the person's wishes.
 *
 * @typedef {import('../../lib/hongyan').Message} Message
 * @typedef {import('../../lib/row').Row} Row
 */

const { initialOf } = require('../../lib/face');
const { lineOf } = require('../../lib/group-lines');
const here = require('../../lib/here');
const { pageBefore } = require('../../lib/history');
const { fill, words } = require('../../lib/i18n');
const player = require('../../lib/player');
const { rowOf } = require('../../lib/row');
const { sentenceOf } = require('../../lib/sentence');
const serverClock = require('../../lib/server-clock');
const { createThread } = require('../../lib/thread');
const { createHeading } = require('./heading');
const { createInGroup } = require('./in-group');
const { createMentions } = require('./mentions');
const { createQuotes } = require('./quotes');
const { createReading } = require('./reading');
const { createScroll } = require('./scroll');
const { createTouch } = require('./touch');
const { createWriting } = require('./writing');

/** a longer absence may leave a hole before what came since (the SDK fetches at most 200): the page begins anew */
const HOLE_ENTRIES = 150;
const FRAME_MS = 20;

Page({
  data: {
    t: words('chat'), order: /** @type {string[]} */ ([]), chunks: /** @type {Record<string, Row[]>} */ ({}), loading: false, problem: '', empty: false,
    scrollTop: 0, into: '', far: false, fresh: '', quote: '', menu: /** @type {any} */ (null), lit: '',
    group: /** @type {{ note: string, calm: boolean } | null} */ (null), closed: '', mention: /** @type {any} */ (null),
  },
  conv: '',
  visible: false,
  ready: false,
  /** of the next older page */
  before: 0,
  busy: false,
  newCount: 0,
  /** the newest number when the connection was lost */
  lostAt: 0,
  timers: /** @type {Record<string, any>} */ ({}),
  offs: /** @type {Array<() => void>} */ ([]),
  account: /** @type {import('../../lib/account').Account} */ (/** @type {any} */ (null)),
  thread: /** @type {import('../../lib/thread').Thread} */ (/** @type {any} */ (null)),
  heading: /** @type {import('./heading').Heading} */ (/** @type {any} */ (null)),
  scroll: /** @type {import('./scroll').Scroll} */ (/** @type {any} */ (null)),
  touch: /** @type {import('./touch').Touch} */ (/** @type {any} */ (null)),
  quotes: /** @type {any} */ (null),
  mentions: /** @type {ReturnType<typeof createMentions>} */ (/** @type {any} */ (null)),
  writing: /** @type {import('./writing').Writing} */ (/** @type {any} */ (null)),
  inGroup: /** @type {import('./in-group').InGroup | null} */ (null),
  reading: /** @type {import('./reading').Reading | null} */ (null),
  unfolded: /** @type {Set<string>} */ (/** @type {any} */ (null)),
  recalledTexts: /** @type {Map<string, string>} */ (/** @type {any} */ (null)),

  /** @param {any} query */
  onLoad(query) {
    if (!here.isIn()) return;
    const account = here.account();
    const { hy, people, uploads } = account;
    this.account = account;
    this.conv = decodeURIComponent(query.conv || '');
    this.timers = {};
    this.recalledTexts = new Map();
    this.unfolded = new Set();
    const shaping = {
      one: this.conv[0] === 's', me: hy.user, people, nameOf: (/** @type {string} */ id) => this.nameOf(id), recalled: this.recalledTexts, unfolded: this.unfolded, local: uploads.localOf,
      mark: (/** @type {Message} */ message) => (message.mine && !message.recalled ? hy.receipt(message) : ''),
      quote: (/** @type {Message} */ message) => this.quotes.of(message),
      readers: (/** @type {Message} */ message) => (this.reading ? this.reading.of(message) : ''),
    };
    this.thread = createThread((message, place) => Object.assign(rowOf(message, place, shaping), { playing: player.playing() === message.id }));
    this.quotes = createQuotes(account, this.conv, (n) => this.thread.byNumber(n), (n) => this.redrawQuotes(n));
    this.scroll = createScroll(this);
    this.touch = createTouch(this);
    this.mentions = createMentions(this);
    this.writing = createWriting(this);
    this.setData({ t: words('chat') });
    this.heading = createHeading(account, this.conv, () => this.visible);
    this.listen();
    if (this.conv[0] === 'g') {
      this.inGroup = createInGroup(this);
      this.reading = createReading(this);
    }
    this.begin(false);
  },
  onReady() {
    const draft = this.account && this.account.drafts.get(this.conv);
    if (!draft) return;
    this.bar().put(draft.text, false);
    if (draft.quote) this.quote(this.thread.byNumber(draft.quote));
  },
  onShow() {
    this.visible = true;
    if (this.heading) this.heading.draw();
    if (!this.ready) return;
    this.scroll.learn();
    this.read();
    if (this.inGroup) this.inGroup.shown();
  },
  onHide() {
    this.visible = false;
    player.stop();
  },
  onUnload() {
    this.visible = false;
    player.stop();
    Object.keys(this.timers || {}).forEach((name) => clearTimeout(this.timers[name]));
    (this.offs || []).forEach((off) => off());
    if (this.heading) this.heading.close();
    if (this.inGroup) this.inGroup.close();
    if (this.reading) this.reading.close();
    if (this.account) this.account.drafts.flush();
  },

  listen() {
    const { hy, uploads, people } = this.account;
    /** @param {(message: Message) => void} run */
    const ours = (run) => (/** @type {Message} */ message) => { if (message.conv === this.conv) run(message); };
    this.offs = [
      hy.on('message', ours((message) => this.came(message))),
      hy.on('updated', ours((message) => this.change(message))),
      hy.on('recalled', ours((message) => this.recalled(message))),
      hy.on('read', (event) => { if (event.conv === this.conv && event.user !== hy.user) this.marks(); }),
      hy.on('delivered', (event) => { if (event.conv === this.conv) this.marks(); }),
      hy.on('signal', (signal) => { if (signal.conv === this.conv && signal.name === 'typing' && signal.from !== hy.user) this.heading.typing(signal.from); }),
      hy.on('state', (state, before) => this.connection(state, before)),
      hy.on('reset', () => this.begin(true)),
      uploads.onChange(ours((message) => this.change(message))),
      uploads.onProgress((message, percent) => {
        const path = this.thread.pathOf(message.id);
        if (path) this.setData({ [path + '.progress']: percent });
      }),
      people.onChange(() => this.renamed()),
    ];
    player.listen((id) => this.touch.playing(id), () => wx.showToast({ title: words('chat').voiceBroken, icon: 'none' }));
  },
  /** @returns {any} the input bar */
  bar() {
    return this.selectComponent('.input-bar');
  },

  // ---- the messages

  /** What waits to be sent, and what is on its way up. @returns {Message[]} */
  waiting() {
    return this.account.hy.pending(this.conv).concat(this.account.uploads.of(this.conv)).sort((a, b) => a.t - b.t);
  },
  /** @param {boolean} again  what is shown stays until the new comes */
  begin(again) {
    if (!again) {
      // What we wrote is here whatever the network does.
      const waiting = this.waiting();
      if (waiting.length > 0) this.setData(this.thread.fill(waiting, { sentinel: null, begin: false }));
      this.setData({ loading: true });
    }
    this.busy = true;
    pageBefore(this.account.hy, this.conv, 0, this.account.hidden.has).then((page) => {
      this.before = page.before;
      const patch = this.thread.fill(page.messages.concat(this.waiting()), page);
      this.newCount = 0;
      this.scroll.toEnd(Object.assign(patch, { loading: false, problem: '', fresh: '', empty: this.thread.size() === 0 }), () => { this.busy = false; });
      this.ready = true;
      this.read();
      if (this.reading) this.reading.later();
    }, (fault) => {
      this.busy = false;
      this.ready = true;
      this.setData({ loading: false, problem: fill(words('chat').historyFailed, { why: sentenceOf(fault) }) });
    });
  },
  /** @param {Message} message */
  came(message) {
    const instead = message.mine ? this.account.uploads.claim() : '';
    const atEnd = this.scroll.atEnd() && this.thread.atTail();
    const patch = this.thread.take(message, instead || undefined);
    if (!message.mine) this.heading.arrived();
    if (message.mine && !instead) this.end(patch);
    else if (atEnd) {
      this.scroll.toEnd(Object.assign({ empty: false }, patch));
      this.read();
    } else {
      if (!message.mine) this.newCount += 1;
      this.setData(Object.assign({ fresh: this.freshWords(), empty: false }, patch));
    }
  },
  /** To the newest, wherever we are. @param {any} patch */
  end(patch) {
    const more = this.thread.atTail() ? patch : Object.assign({}, patch, this.thread.toEnd());
    this.newCount = 0;
    this.scroll.toEnd(Object.assign({ empty: false, fresh: '', far: false }, more));
  },
  freshWords() {
    const t = words('chat');
    return this.newCount === 0 ? '' : this.newCount === 1 ? t.newOne : fill(t.newMany, { count: this.newCount });
  },
  /** @param {any} patch */
  apply(patch) {
    if (patch) this.setData(patch);
  },
  /** @param {Message} message */
  change(message) {
    this.apply(this.thread.change(message));
    if (message.edited) this.redrawQuotes(message.n);
  },
  /** @param {Message} message */
  recalled(message) {
    const old = this.thread.get(message.id) || this.thread.byNumber(message.n);
    if (!old) return;
    if (message.mine && old.type === 'text') this.recalledTexts.set(old.id, String(old.content.text || ''));
    this.apply(this.thread.change(Object.assign({}, message, { id: old.id })));
    this.redrawQuotes(message.n);
  },
  marks() {
    const { hy } = this.account;
    this.apply(this.thread.refresh(this.data.chunks, (message) => (message.mine && message.n > 0 && !message.recalled ? { mark: hy.receipt(message) } : null)));
  },
  renamed() {
    this.heading.draw();
    this.apply(this.thread.refresh(this.data.chunks, (message) => {
      const person = this.account.people.of(message.from);
      if (message.type === 'group') return { text: lineOf(Object.assign({ from: message.from, t: message.t }, message.content), (id) => this.nameOf(id), this.account.user) };
      const name = this.nameOf(message.from);
      return { name, avatar: person.avatar, initial: initialOf(name) };
    }));
  },
  /** As one is called here. @param {string} id */
  nameOf(id) {
    return (this.conv[0] === 'g' && this.account.groups.cardOf(this.conv.slice(2), id)) || this.account.people.of(id).name;
  },
  /** @param {number} n */
  redrawQuotes(n) {
    this.thread.all().filter((message) => message.quote === n).forEach((message) => this.change(message));
  },
  /** @param {string} state @param {string} before */
  connection(state, before) {
    if (before === 'online' && state !== 'online') this.lostAt = this.thread.newest();
    if (state !== 'online' || !this.ready) return;
    const head = this.account.hy.conversation(this.conv).head;
    if (this.lostAt > 0 && head - this.lostAt > HOLE_ENTRIES) this.begin(true);
    else if (this.data.problem) this.retry();
    this.lostAt = 0;
    this.marks();
  },
  read() {
    if (this.visible && this.account.hy.unread(this.conv) > 0) this.account.hy.markRead(this.conv);
  },

  // ---- scrolling

  /** @param {any} e */
  scrolled(e) {
    this.scroll.moved(e.detail);
    if (this.scroll.moving()) return;
    if (this.scroll.nearTop()) this.upper();
    else if (this.scroll.nearBottom()) this.lower();
    const far = this.scroll.far() || !this.thread.atTail();
    /** @type {Record<string, any>} */
    const patch = {};
    if (far !== this.data.far) patch.far = far;
    if (this.newCount > 0 && this.thread.atTail() && this.scroll.atEnd()) {
      this.newCount = 0;
      patch.fresh = '';
      this.read();
    }
    if (Object.keys(patch).length > 0) this.setData(patch);
  },
  upper() {
    if (this.busy || !this.ready) return;
    const row = this.thread.topKey();
    const patch = this.thread.up();
    if (patch) this.keeping(row, patch, 'newest');
    else if (!this.thread.begins() && !this.data.problem) this.older();
  },
  older() {
    this.busy = true;
    pageBefore(this.account.hy, this.conv, this.before, this.account.hidden.has).then((page) => {
      this.before = page.before;
      const row = this.thread.topKey();
      const patch = this.thread.prepend(page.messages, page);
      this.keeping(row, Object.assign({ problem: '' }, patch), 'newest');
    }, (fault) => {
      this.busy = false;
      this.setData({ problem: fill(words('chat').historyFailed, { why: sentenceOf(fault) }) });
    });
  },
  lower() {
    if (this.busy || !this.ready || this.thread.atTail()) return;
    const row = this.thread.bottomKey();
    const patch = this.thread.down();
    if (patch) this.keeping(row, patch, 'oldest');
  },
  /** @param {string} row  stays where it is @param {any} patch @param {'newest' | 'oldest'} far  the end to let go */
  keeping(row, patch, far) {
    this.busy = true;
    const done = () => {
      this.busy = false;
      // Whoever flings to the top is not stopped by it.
      if (this.scroll.nearTop()) this.timers.more = setTimeout(() => this.upper(), FRAME_MS);
    };
    this.scroll.keeping(row, patch, () => {
      this.timers.trim = setTimeout(() => {
        const less = this.thread.trim(far);
        // What goes below the screen moves nothing.
        if (less && far === 'oldest') this.scroll.keeping(row, less, done);
        else if (less) this.setData(less, done);
        else done();
      }, FRAME_MS);
    });
  },
  retry() {
    this.setData({ problem: '' });
    if (this.thread.newest() === 0) this.begin(true);
    else this.older();
  },
  toEnd() {
    this.end(null);
    this.read();
  },
  /** The keyboard or a panel took some of the room. */
  grown() {
    if (!this.ready) return;
    if (this.scroll.atEnd()) this.scroll.toEnd();
    else this.scroll.learn();
  },

  // ---- writing

  /** @param {any} e */
  typed(e) {
    this.writing.typed(e.detail.value);
  },
  /** @param {any} e */
  send(e) {
    this.writing.send(e.detail.text);
  },
  /** @param {Message | null} message */
  quote(message) {
    this.writing.quote(message);
  },
  /** @param {Message} message */
  edit(message) {
    this.writing.edit(message);
  },
  unquote() {
    this.writing.unquote();
  },
  /** @param {any} e */
  more(e) {
    this.writing.more(e.detail.what);
  },
  /** @param {any} e */
  recorded(e) {
    this.writing.recorded(e.detail);
  },
  /** @param {() => any} run */
  trying(run) {
    return this.writing.trying(run);
  },
  /** Nothing plays while one talks. */
  hush() {
    player.stop();
  },
  /** @param {any} e */
  noMicrophone(e) {
    this.writing.noMicrophone(e.detail.denied);
  },
  /** @param {any} e */
  mentioned(e) {
    this.mentions.pick(e.detail.id);
  },
  openGroup() {
    if (this.inGroup) this.inGroup.open();
  },
  rest() {
    this.bar().rest();
  },

  // ---- touching a message

  /** @param {any} e */
  act(e) {
    this.touch.act(e.detail.what, e.detail);
  },
  /** @param {any} e */
  picked(e) {
    this.touch.pick(e.detail.what, e.detail.key);
  },
});

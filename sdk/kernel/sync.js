'use strict';
/**
 * A push is a hint. It is applied when it is the next number of its conversation; anything else is a reason to look:
 *
 *   number held already   → ignored (it is acknowledged again)
 *   number further on     → kept aside for a moment (frames may change places), then sync
 *   pong.pushed disagrees → sync
 *   push "sync"           → sync
 *
 * Sync asks what changed since `cursor`, conversation by conversation, and fetches by history what lies between what is held and what
 * the page brought. The cursor is stored after everything that it stands for.
 *
 * @typedef {import('./types').Entry} Entry
 * @typedef {import('./types').Frame} Frame
 * @typedef {import('./types').Conversation} Conversation
 */

/** Syncs in a row before an entry that still does not follow is taken as it is. */
const ROUNDS_MAX = 3;

const { backoff } = require('./backoff');
const { FEED, conversationOf } = require('./conversations');

/**
 * @param {object} parts
 * @param {import('./types').Platform} parts.platform
 * @param {import('./limits').Limits} parts.limits
 * @param {import('./requests').Requests} parts.requests
 * @param {import('./conversations').Conversations} parts.conversations
 * @param {import('./receipts').Receipts} parts.receipts
 * @param {() => string} parts.me
 * @param {() => void} parts.save  the cursor moved
 * @param {() => void} parts.synced
 * @param {() => void} parts.reset  local state is worthless
 * @param {import('./types').Log} parts.log
 */
function createSync({ platform, limits, requests, conversations, receipts, me, save, synced, reset, log }) {
  let cursor = 0;
  let received = 0;
  /** a sync was completed on this connection */
  let whole = false;
  let running = false;
  let again = false;
  let rounds = 0;
  let all = false;
  /** entries up to this position are part of the first picture, not news; -1 = the next login says it */
  let newsAfter = 0;
  /** @type {Map<string, number>} how far each conversation was shown before its local state was dropped */
  const shown = new Map();
  let tries = 0;
  /** of the connection: an answer to an older one is not for us */
  let epoch = 0;
  /** own changes that the feed numbers without telling this session */
  let ownFeedWrites = 0;
  /** @type {any} */
  let timer = null;
  /** @type {Map<string, Entry[]>} entries that came too early */
  const early = new Map();

  /**
   * @param {() => void} run
   * @param {number} ms
   */
  function later(run, ms) {
    platform.clearTimeout(timer);
    timer = platform.setTimeout(() => {
      timer = null;
      run();
    }, ms);
  }

  /**
   * Only a call of the present connection gets its answer.
   * @param {Frame} frame
   * @param {import('./types').Answer} answer
   */
  function call(frame, answer) {
    const mine = epoch;
    requests.call(frame, limits.requestTimeoutMs, (fault, reply) => { if (mine === epoch) answer(fault, reply); });
  }

  /** @param {Conversation} c @param {boolean} live */
  function drain(c, live) {
    const waiting = early.get(c.conv);
    if (!waiting) return;
    const rest = waiting.filter((entry) => entry.n > c.head).sort((a, b) => a.n - b.n);
    while (rest.length > 0 && rest[0].n <= c.head + 1) {
      const entry = /** @type {Entry} */ (rest.shift());
      if (entry.n === c.head + 1) conversations.apply(c, entry, { live, quiet: false });
    }
    if (rest.length > 0) early.set(c.conv, rest);
    else early.delete(c.conv);
  }

  /**
   * @param {string} conv
   * @param {Entry} entry
   * @returns {boolean} whether it is held now
   */
  function take(conv, entry) {
    const known = conversations.get(conv);
    const head = known ? known.head : 0;
    if (entry.n <= head) return true;
    const jump = entry.n - head - 1;
    if (jump > 0 && conv === FEED && jump <= ownFeedWrites) ownFeedWrites -= jump;
    else if (jump > 0) {
      const waiting = (early.get(conv) || []).filter((one) => one.n !== entry.n);
      if (waiting.length < limits.earlyMax) early.set(conv, waiting.concat([entry]));
      if (!running && timer === null) {
        later(() => {
          if (early.size > 0) start();
        }, limits.gapGraceMs);
      }
      return false;
    }
    const c = conversations.need(conv);
    conversations.apply(c, entry, { live: true, quiet: false });
    drain(c, true);
    return true;
  }

  /** @param {Frame} frame  msg or event */
  function push(frame) {
    received += 1;
    const entry = /** @type {Entry} */ (frame);
    const conv = conversationOf(entry, me());
    if (take(conv, entry)) {
      const c = conversations.get(conv);
      if (c) receipts.got(conv, c.head);
    }
  }

  function start() {
    platform.clearTimeout(timer);
    timer = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    page(null);
  }

  /** @param {string | null} next */
  function page(next) {
    const frame = { op: 'sync', cursor, limit: limits.syncPage, entries: limits.syncEntries, next };
    call(frame, (fault, reply) => {
      if (fault) {
        refused(fault);
        return;
      }
      if (reply.whole === false && cursor > 0) {
        log('warn', 'from nothing');
        restart();
        return;
      }
      each(reply.conversations || [], 0, () => {
        conversations.tell();
        if (reply.more) page(reply.next);
        else done(reply.cursor);
      });
    });
  }

  function restart() {
    newsAfter = cursor;
    cursor = 0;
    early.clear();
    // Pushes may have shown more than the cursor says.
    conversations.table().forEach((c) => shown.set(c.conv, c.head));
    reset();
    page(null);
  }

  /** @param {import('./types').Fault} fault */
  function refused(fault) {
    if (fault.name === 'bad_cursor' && cursor > 0) {
      restart();
      return;
    }
    running = false;
    const delay = Math.max(backoff(tries, platform.random, limits), fault.after || 0);
    tries += 1;
    log('warn', 'sync: ' + fault.name);
    later(start, delay);
  }

  /**
   * @param {Frame[]} items
   * @param {number} index
   * @param {() => void} end
   */
  function each(items, index, end) {
    if (index === items.length) end();
    else absorb(items[index], () => each(items, index + 1, end));
  }

  /**
   * @param {Frame} item  summary with entries
   * @param {() => void} next
   */
  function absorb(item, next) {
    const c = conversations.need(item.conv);
    /** @type {Entry[]} */
    const entries = item.entries || [];
    const first = entries.length > 0 ? entries[0].n : item.head + 1;
    // What was there before the first picture is not missed: history() shows it to whoever scrolls there. But when the oldest that
    // came is news, those before it may be news too.
    const held = c.head > 0 || (entries.length > 0 && entries[0].mid > newsAfter);
    const most = c.conv === FEED ? limits.feedFillMax : limits.gapFillMax;
    const finish = () => {
      if (c.conv === FEED) {
        c.head = Math.max(c.head, item.head);
        ownFeedWrites = 0;
        conversations.touch(c);
      } else conversations.merge(c, item);
      drain(c, false);
      receipts.got(c.conv, c.head);
      next();
    };
    const rest = () => {
      entries.forEach((entry) => absorbEntry(c, entry));
      if (held && c.head < item.head && item.head - c.head <= most) fill(c, item.head, finish);
      else finish();
    };
    if (held && first - 1 > c.head && first - 1 - c.head <= most) fill(c, first - 1, rest);
    else {
      // Too many events of one's own feed to go through one by one: the summaries say the same.
      if (held && first - 1 > c.head) {
        // What is held may have been edited, recalled or removed meanwhile: it is read anew.
        conversations.forget();
        if (c.conv === FEED) refresh();
      }
      rest();
    }
  }

  /** @param {Conversation} c @param {Entry} entry */
  function absorbEntry(c, entry) {
    const old = entry.mid <= newsAfter || entry.n <= (shown.get(c.conv) || 0);
    if (entry.n > c.head) conversations.apply(c, entry, { live: false, quiet: old });
  }

  /** All summaries anew after this sync. */
  function refresh() {
    all = true;
    again = true;
  }

  /**
   * Forward, up to number `last`.
   * @param {Conversation} c
   * @param {number} last
   * @param {() => void} next
   */
  function fill(c, last, next) {
    const limit = Math.min(limits.historyPageMax, last - c.head);
    call({ op: 'history', conv: c.conv, from: c.head + 1, limit, dir: 'forward' }, (fault, reply) => {
      if (fault && fault.band === 'later') {
        refused(fault);
        return;
      }
      const before = c.head;
      /** @type {Entry[]} */
      const entries = (!fault && reply.entries) || [];
      entries.forEach((entry) => {
        if (entry.n <= last) absorbEntry(c, entry);
      });
      if (c.head >= last || c.head === before) next();
      else fill(c, last, next);
    });
  }

  /** @param {number} reached */
  function done(reached) {
    running = false;
    tries = 0;
    newsAfter = 0;
    shown.clear();
    cursor = all ? 0 : Math.max(cursor, reached || 0);
    all = false;
    save();
    rounds += 1;
    if (again || (early.size > 0 && rounds < ROUNDS_MAX)) {
      start();
      return;
    }
    rounds = 0;
    jump();
    whole = true;
    synced();
  }

  /** What stays early after syncs that were whole follows numbers that we may not see (cleared, for example). */
  function jump() {
    Array.from(early.keys()).forEach((conv) => {
      const c = conversations.need(conv);
      (early.get(conv) || []).sort((a, b) => a.n - b.n).forEach((entry) => absorbEntry(c, entry));
    });
    early.clear();
    conversations.tell();
  }

  return {
    /**
     * @param {number} from  the stored cursor; 0 = everything
     * @param {number} news  entries after this position are news to the app; -1 = those after the next login
     */
    load(from, news) {
      cursor = from;
      newsAfter = news;
    },
    cursor: () => cursor,
    push,
    take,
    start,
    ownFeedWrite() { ownFeedWrites += 1; },
    /** Logged in: pushes are counted from here. @param {number} position  of the log */
    entered(position) {
      received = 0;
      if (newsAfter < 0) newsAfter = position;
      start();
    },
    /** @param {Frame} pong */
    pong(pong) {
      if (pong.pushed !== received) {
        log('info', 'missed: ' + received + '/' + pong.pushed);
        received = pong.pushed;
        start();
      } else if (whole && !running && early.size === 0 && pong.cursor > cursor) {
        cursor = pong.cursor;
        save();
      }
    },
    lost() {
      epoch += 1;
      running = false;
      again = false;
      all = false;
      rounds = 0;
      whole = false;
      early.clear();
      platform.clearTimeout(timer);
      timer = null;
    },
  };
}

/** @typedef {ReturnType<typeof createSync>} Sync */

module.exports = { createSync };

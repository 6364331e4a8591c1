'use strict';
/**
 * Modal, toast, loading and action sheet, answered by the test's script instead of a finger.
 *
 * @typedef {{ api: string, at: number, options: any }} Shown
 * @typedef {object} Screen  belongs to the device
 * @property {Shown[]} shown  all that was ever shown, in order
 * @property {{ kind: 'toast' | 'loading', title: string } | null} notice  on the screen now; there is only one place
 * @property {Record<string, any[]>} answers  by API; taken in order
 * @property {Person} person
 *
 * @typedef {object} Person  who answers when the script has no answer; a browser asks the one who sits before it
 * @property {(api: string, options: any) => any} [answer]  may return a promise; undefined: the usual answer
 * @property {(notice: { kind: 'toast' | 'loading', title: string, icon?: string } | null) => void} [notice]  what the screen shows now
 */

const MODAL_BUTTON_CHARS = 4;
const ICON_TITLE_CHARS = 7;
const TOAST_MS = 1500;

/**
 * @param {Shown[]} shown  the log
 * @param {Person} [person]
 * @returns {Screen}
 */
function createScreen(shown, person) {
  return { shown, notice: null, answers: { showModal: [], showActionSheet: [] }, person: person || {} };
}

/**
 * @param {import('./ports').Clock} clock
 * @param {import('./calls').Calls} calls
 * @param {Screen} screen
 */
function createDialogs(clock, calls, screen) {
  let toastTimer = 0;

  /**
   * @param {string} api
   * @param {any} options
   * @param {any} usual  the answer when the script has none
   */
  function ask(api, options, usual) {
    screen.shown.push({ api, at: clock.now(), options });
    const queue = screen.answers[api];
    if (queue.length > 0) {
      const answer = queue.shift();
      return Promise.resolve(typeof answer === 'function' ? answer(options) : answer);
    }
    return Promise.resolve(screen.person.answer ? screen.person.answer(api, options) : undefined)
      .then((answer) => (answer === undefined ? usual : answer));
  }

  /** @param {Screen['notice'] & { icon?: string } | null} next */
  function setNotice(next) {
    screen.notice = next && { kind: next.kind, title: next.title };
    if (screen.person.notice) screen.person.notice(next);
  }

  /**
   * @param {'toast' | 'loading'} kind
   * @param {any} options
   */
  function notice(kind, options) {
    clock.clear(toastTimer);
    const icon = kind === 'loading' || (options.icon || 'success') !== 'none';
    const title = icon ? String(options.title).slice(0, ICON_TITLE_CHARS) : String(options.title);
    screen.shown.push({ api: kind === 'toast' ? 'showToast' : 'showLoading', at: clock.now(), options });
    setNotice({ kind, title, icon: kind === 'loading' ? 'loading' : options.icon || 'success' });
    if (kind === 'toast') toastTimer = clock.set(() => setNotice(null), options.duration || TOAST_MS);
  }

  /** @param {string} api */
  function hider(api) {
    return calls.api(api, (_, reply) => {
      clock.clear(toastTimer);
      setNotice(null);
      reply.ok();
    });
  }

  return {
    showModal: calls.api('showModal', (options, reply) => {
      const tooLong = ['confirmText', 'cancelText']
        .find((name) => options[name] !== undefined && options[name].length > MODAL_BUTTON_CHARS);
      if (tooLong) {
        reply.fail(tooLong + ' length should not larger than ' + MODAL_BUTTON_CHARS + ' Chinese characters');
        return;
      }
      ask('showModal', options, { confirm: true }).then((answer) => {
        const confirm = Boolean(answer && answer.confirm);
        const content = options.editable && confirm ? { content: String(answer.content || '') } : {};
        reply.ok(Object.assign({ confirm, cancel: !confirm }, content));
      }, clock.fail);
    }),
    showActionSheet: calls.api('showActionSheet', (options, reply) => {
      if (!Array.isArray(options.itemList) || options.itemList.length === 0 || options.itemList.length > 6) {
        reply.fail('parameter error: itemList should have 1 to 6 items');
        return;
      }
      ask('showActionSheet', options, { tapIndex: 0 }).then((answer) => {
        if (answer && answer.tapIndex >= 0 && answer.tapIndex < options.itemList.length) reply.ok({ tapIndex: answer.tapIndex });
        else reply.fail('cancel');
      }, clock.fail);
    }),
    showToast: calls.api('showToast', (options, reply) => {
      notice('toast', options);
      reply.ok();
    }),
    showLoading: calls.api('showLoading', (options, reply) => {
      notice('loading', options);
      reply.ok();
    }),
    hideToast: hider('hideToast'),
    hideLoading: hider('hideLoading'),
  };
}

module.exports = { createScreen, createDialogs };

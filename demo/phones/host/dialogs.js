/** Modal, action sheet, toast, picker: drawn on the phone, answered by the person who looks at it. */

import { make } from './frame.js';

/**
 * @param {HTMLElement} layer  above the pages
 * @param {(chinese: string, english: string) => string} say
 */
export function createDialogs(layer, say) {
  /** @type {Array<() => void>} */
  let waiting = [];
  let open = false;
  const notice = make('div', 'notice');
  notice.hidden = true;
  layer.appendChild(notice);

  /**
   * One at a time; the next comes when this one is answered.
   * @template T
   * @param {(answer: (value: T) => void) => HTMLElement} draw
   * @returns {Promise<T>}
   */
  function ask(draw) {
    return new Promise((resolve) => {
      const start = () => {
        open = true;
        const shade = make('div', 'shade');
        const panel = draw((value) => {
          shade.classList.add('leaving');
          setTimeout(() => shade.remove(), 160);
          resolve(value);
          const next = waiting.shift();
          open = false;
          if (next) next();
        });
        shade.appendChild(panel);
        layer.appendChild(shade);
      };
      if (open) waiting.push(start);
      else start();
    });
  }

  /** @param {string} text @param {string} name @param {() => void} act */
  function press(text, name, act) {
    const button = make('button', name);
    button.textContent = text;
    button.addEventListener('click', act);
    return button;
  }

  function modal(options) {
    return ask((answer) => {
      const panel = make('div', 'modal');
      panel.setAttribute('role', 'dialog');
      if (options.title) panel.appendChild(Object.assign(make('div', 'modal-title'), { textContent: options.title }));
      let field = null;
      if (options.editable) {
        field = Object.assign(make('input', 'modal-field'), { value: options.content || '', placeholder: options.placeholderText || '' });
        panel.appendChild(field);
        setTimeout(() => field.focus(), 0);
      } else if (options.content) {
        panel.appendChild(Object.assign(make('div', 'modal-content'), { textContent: options.content }));
      }
      const buttons = make('div', 'modal-buttons');
      if (options.showCancel !== false) buttons.appendChild(press(options.cancelText || say('取消', 'Cancel'), 'modal-cancel', () => answer({ confirm: false })));
      const confirm = press(options.confirmText || say('确定', 'OK'), 'modal-confirm', () => answer({ confirm: true, content: field ? field.value : '' }));
      if (options.confirmColor) confirm.style.color = options.confirmColor;
      buttons.appendChild(confirm);
      panel.appendChild(buttons);
      return panel;
    });
  }

  /**
   * @param {string[]} words
   * @param {{ title?: string, color?: string, chosen?: number }} [look]
   * @returns {Promise<number | null>}
   */
  function sheet(words, look) {
    const given = look || {};
    return ask((answer) => {
      const panel = make('div', 'sheet');
      panel.setAttribute('role', 'menu');
      if (given.title) panel.appendChild(Object.assign(make('div', 'sheet-title'), { textContent: given.title }));
      const list = make('div', 'sheet-list');
      words.forEach((word, index) => {
        const item = press(word, 'sheet-item', () => answer(index));
        if (given.color) item.style.color = given.color;
        if (given.chosen === index) item.classList.add('chosen');
        list.appendChild(item);
      });
      panel.append(list, press(say('取消', 'Cancel'), 'sheet-cancel', () => answer(null)));
      dismissBy(panel, () => answer(null));
      return panel;
    });
  }

  /** A touch beside the panel is "cancel". */
  function dismissBy(panel, cancel) {
    setTimeout(() => {
      if (panel.parentElement) panel.parentElement.addEventListener('click', (event) => { if (event.target === panel.parentElement) cancel(); });
    }, 0);
  }

  return {
    ask,
    press,
    sheet,
    dismissBy,
    /** @param {string} api @param {any} options */
    answer(api, options) {
      if (api === 'showModal') return modal(options);
      return sheet(options.itemList, { title: options.alertText, color: options.itemColor })
        .then((tapIndex) => (tapIndex === null ? null : { tapIndex }));
    },
    /** @param {any} next */
    notice(next) {
      notice.hidden = next === null;
      if (next === null) return;
      notice.className = 'notice ' + (next.kind === 'loading' ? 'loading' : next.icon);
      notice.textContent = '';
      if (next.icon !== 'none') notice.appendChild(make('i', 'notice-icon'));
      notice.appendChild(Object.assign(make('span', ''), { textContent: next.title }));
    },
    /** The app is gone, and its dialogs with it. */
    clear() {
      waiting = [];
      open = false;
      layer.querySelectorAll('.shade').forEach((shade) => shade.remove());
      notice.hidden = true;
    },
  };
}

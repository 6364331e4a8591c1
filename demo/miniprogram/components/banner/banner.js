'use strict';
/** One line about the connection, when there is something to say. */

const here = require('../../lib/here');
const { fill, words } = require('../../lib/i18n');

Component({
  data: { text: '', calm: false },
  lifetimes: {
    attached() {
      if (!here.app().account) return;
      const status = here.account().status;
      const show = () => {
        const trouble = status.trouble();
        const text = trouble === '' ? '' : fill(words('banner')[trouble], { minutes: status.minutes() });
        if (text !== this.data.text) this.setData({ text, calm: trouble === 'connecting' });
      };
      /** @type {any} */ (this).off = status.onChange(show);
      show();
    },
    detached() {
      const off = /** @type {any} */ (this).off;
      if (off) off();
    },
  },
});

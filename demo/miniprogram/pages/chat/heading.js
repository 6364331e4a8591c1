'use strict';
/** The title of the page: who it is, or that they are writing. */

const { fill, words } = require('../../lib/i18n');
const { titleOf } = require('../chats/list');

const TYPING_SHOWN_MS = 5000;

/**
 * @param {import('../../lib/account').Account} account
 * @param {string} conv
 * @param {() => boolean} isVisible  the title belongs to the page in front
 */
function createHeading(account, conv, isVisible) {
  /** @type {any} */
  let timer = null;

  function quiet() {
    clearTimeout(timer);
    timer = null;
    if (!isVisible()) return;
    const { title } = titleOf(account.hy.conversation(conv), account);
    const members = conv[0] === 'g' ? account.groups.of(conv.slice(2)).members : 0;
    wx.setNavigationBarTitle({ title: members > 0 ? fill(words('group').titled, { title, members }) : title });
  }

  return {
    /** The name may have changed. */
    draw: () => { if (timer === null) quiet(); },
    /** @param {string} user */
    typing(user) {
      clearTimeout(timer);
      timer = setTimeout(quiet, TYPING_SHOWN_MS);
      if (!isVisible()) return;
      wx.setNavigationBarTitle({ title: fill(words('chat').typing, { name: account.people.of(user).name }) });
    },
    /** What they wrote is here. */
    arrived: () => { if (timer !== null) quiet(); },
    close: () => clearTimeout(timer),
  };
}

/** @typedef {ReturnType<typeof createHeading>} Heading */

module.exports = { createHeading };

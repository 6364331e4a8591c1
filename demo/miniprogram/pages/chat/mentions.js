'use strict';
/**
 * Whom the words mention. An @ at the end of what is typed in a group opens the list of members; who was chosen is mentioned as long as
 * the name stands in the text.
 *
 * @typedef {object} MentionPage  the part of the page that is used here
 * @property {string} conv
 * @property {any} data
 * @property {(patch: any) => void} setData
 * @property {import('../../lib/account').Account} account
 * @property {() => any} bar
 */

const { initialOf, toneOf } = require('../../lib/face');
const { words } = require('../../lib/i18n');
const { tell } = require('../../lib/sentence');

const ALL = '*';
const SHOWN_MAX = 200;

/** @param {MentionPage} page */
function createMentions(page) {
  /** @type {Map<string, string>} user id → what stands in the text */
  const chosen = new Map();
  let before = '';

  /** @param {string} id */
  const called = (id) => {
    const { groups, people } = page.account;
    return groups.cardOf(page.conv.slice(2), id) || people.of(id).name;
  };

  function open() {
    const { groups, people, user } = page.account;
    const id = page.conv.slice(2);
    groups.people(id).then((members) => {
      const { role } = groups.of(id);
      const all = role === 'owner' || role === 'admin' ? [{ id: ALL, name: words('group').everybody, initial: '@', tone: 1, avatar: '' }] : [];
      page.setData({
        mention: all.concat(members.filter((member) => member.user !== user).slice(0, SHOWN_MAX).map((member) => ({
          id: member.user, name: called(member.user), initial: initialOf(called(member.user)), tone: toneOf(member.user), avatar: people.of(member.user).avatar,
        }))),
      });
    }, tell);
  }

  return {
    /** @param {string} value */
    typed(value) {
      const added = value.length === before.length + 1 && value[value.length - 1] === '@';
      before = value;
      if (added && page.conv[0] === 'g') open();
    },
    /** From the list. @param {string} id  empty: nobody */
    pick(id) {
      page.setData({ mention: null });
      if (!id) return;
      const name = '@' + (id === ALL ? words('group').everybody : called(id));
      chosen.set(id, name);
      const text = page.bar().data.value;
      const next = (text[text.length - 1] === '@' ? text.slice(0, -1) : text) + name + ' ';
      before = next;
      page.bar().put(next, true);
    },
    /** @param {string} text @returns {{ mentions?: string[] }} */
    option(text) {
      const mentions = Array.from(chosen.keys()).filter((id) => text.indexOf(String(chosen.get(id))) >= 0);
      return mentions.length > 0 ? { mentions } : {};
    },
    clear() {
      before = '';
      chosen.clear();
    },
  };
}

module.exports = { createMentions };

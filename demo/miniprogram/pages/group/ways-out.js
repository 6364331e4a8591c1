'use strict';
/** How one can part with a group; what a type of group does not allow is not offered. */

const { words } = require('../../lib/i18n');

/** @param {import('../../lib/groups').Known} group */
function waysOut(group) {
  const t = words('group');
  const owner = group.role === 'owner';
  const list = [];
  if (owner && group.members > 1) list.push({ what: 'transfer', title: t.transfer });
  if (!owner || group.type === 'work') list.push({ what: 'leave', title: t.leave });
  if (owner && group.type !== 'work') list.push({ what: 'dismiss', title: t.dismiss });
  return list;
}

module.exports = { waysOut };

'use strict';
/**
 * A message on one line: for the list of conversations and for quotes.
 */

const { fill, words } = require('./i18n');
const { oneLine } = require('./text');

const CHARS_MAX = 80;

/**
 * @param {{ type: string, content: any, recalled?: boolean, mine?: boolean, from?: string }} message
 * @param {(id: string) => string} nameOf
 * @returns {string}
 */
function summaryOf(message, nameOf) {
  const w = words('types');
  const content = message.content || {};
  if (message.recalled) {
    if (message.mine) return w.recalledMine;
    return message.from ? fill(w.recalledOther, { name: nameOf(message.from) }) : w.recalledBy;
  }
  /** @param {string} label @param {any} more */
  const labelled = (label, more) => oneLine(label + (more ? ' ' + String(more) : ''), CHARS_MAX);
  switch (message.type) {
    case 'text': return oneLine(String(content.text || ''), CHARS_MAX);
    case 'notice': return oneLine(String(content.text || ''), CHARS_MAX);
    case 'image': return w.image;
    case 'audio': return w.audio;
    case 'video': return w.video;
    case 'file': return labelled(w.file, content.name);
    case 'location': return labelled(w.location, content.name || content.address);
    case 'face': return labelled(w.face, content.name);
    case 'custom': return labelled(w.custom, content.description);
    case 'merged': return labelled(w.merged, content.title);
    default: return w.unknown;
  }
}

module.exports = { summaryOf };

'use strict';
/**
 * Makes one CommonJS file of an SDK and all it requires, to copy into a mini-program:
 *
 *   node sdk/pack.js [hongyan] [--plain] [--out FILE]        default: standard output
 *
 * The files are put one after the other into one scope, what is required first; so their top-level names must differ, and imports and
 * exports have one shape. What does not fit stops the packing. Nothing is renamed or compressed: the result can be read. `--plain` leaves
 * the comments out, for a package that counts its bytes.
 */

const fs = require('node:fs');
const path = require('node:path');

const IMPORT = /^const \{([^}]*)\} = require\('(\.[^']*)'\);\n/gm;
const EXPORT = /^module\.exports = (\{[^}]*\});\n/m;

/** @param {string} text  our sources: a comment stands on lines of its own, or ends one after two blanks */
const withoutComments = (text) => text.replace(/^[ \t]*\/\*\*?[^]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '').replace(/\/\*\* @type \{[^*]*\*\/ /g, '');

/** @param {string} entry @param {{ plain?: boolean }} [how] */
function pack(entry, how) {
  const plain = Boolean(how && how.plain);
  const done = new Set();
  const owners = new Map();
  const parts = [];

  function add(file) {
    if (done.has(file)) return;
    done.add(file);
    let text = fs.readFileSync(file, 'utf8').replace(/^'use strict';\n/, '');
    if (plain) text = withoutComments(text);
    text = text.replace(IMPORT, (line, names, from) => {
      add(require.resolve(path.resolve(path.dirname(file), from)));
      if (names.includes(':')) throw new Error(file + ': an import that renames cannot be packed: ' + line);
      return '';
    });
    if (/\brequire\(/.test(text.replace(/\/\*[^]*?\*\//g, ''))) throw new Error(file + ': an import of another shape than const { a } = require(…)');
    for (const [, name] of text.matchAll(/^(?:const|let|function|class) \{?\s*(\w+)/gm)) {
      if (owners.has(name)) throw new Error(file + ' and ' + owners.get(name) + ' both have a top-level ' + name);
      owners.set(name, file);
    }
    const last = file === entry;
    if (!EXPORT.test(text)) throw new Error(file + ': no module.exports = { … } of one shape');
    parts.push('// ---- ' + path.relative(__dirname, file).split(path.sep).join('/') + '\n' + (last ? text : text.replace(EXPORT, '')).trim() + '\n');
  }

  add(entry);
  return "'use strict';\n" + parts.join('\n');
}

if (require.main === module) {
  const given = process.argv.slice(2);
  const out = given.indexOf('--out') >= 0 ? given.splice(given.indexOf('--out'), 2)[1] : null;
  const plain = given.indexOf('--plain') >= 0 && Boolean(given.splice(given.indexOf('--plain'), 1));
  const text = pack(path.join(__dirname, given[0] || 'hongyan', 'index.js'), { plain });
  if (out) fs.writeFileSync(out, text);
  else process.stdout.write(text);
}

module.exports = { pack };

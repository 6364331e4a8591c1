/**
 * WXSS → CSS. Units by text, selectors through the browser's own parser, so that whatever CSS allows is read rightly.
 *
 *   rpx                       → px of this phone
 *   vh                        → of the page, which ends at the navigation bar and the tab bar
 *   env(safe-area-inset-…)    → of this phone
 *   prefers-color-scheme      → the theme of this phone, not of the browser
 *   .name                     → .scope--name, so that a page's rules stay in the page
 *   page, view, input …       → the elements that stand for them
 */

import { fetchText, resolvePath } from './loader.js';
import { BUILT_IN } from './tags.js';

const TAGS = new Set(BUILT_IN);

/**
 * @param {string} base
 * @param {string} path
 * @param {Set<string>} [seen]
 * @returns {Promise<string>} with every @import replaced by the text it names
 */
export async function readWxss(base, path, seen) {
  const read = seen || new Set();
  if (read.has(path)) return '';
  read.add(path);
  const text = (await fetchText(base + path)).replace(/\/\*[^]*?\*\//g, '');
  const imports = Array.from(text.matchAll(/@import\s+(?:url\()?\s*['"]([^'"]+)['"]\s*\)?\s*;/g));
  const parts = await Promise.all(imports.map((match) => readWxss(base, resolvePath(path, match[1], ''), read)));
  let at = 0;
  let whole = '';
  imports.forEach((match, i) => {
    whole += text.slice(at, match.index) + parts[i];
    at = match.index + match[0].length;
  });
  return whole + text.slice(at);
}

/**
 * Units, also of inline styles.
 * @param {string} css
 * @param {number} rpx  in px
 */
export function convertUnits(css, rpx) {
  return css
    .replace(/(^|[^\w#.-])(-?\d*\.?\d+)rpx\b/g, (_, before, number) => before + Number((Number(number) * rpx).toFixed(3)) + 'px')
    .replace(/(^|[^\w#.-])(-?\d*\.?\d+)vh\b/g, (_, before, number) => before + 'calc(var(--vh) * ' + number + ')')
    .replace(/(?:env|constant)\(\s*safe-area-inset-(top|bottom|left|right)\s*(?:,[^)]*)?\)/g, 'var(--safe-$1)');
}

/**
 * @param {string} text
 * @param {{ rpx: number, theme: string, base: string, path: string }} phone
 */
function convertText(text, phone) {
  return convertUnits(text, phone.rpx)
    .replace(/\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)/g, (_, theme) => (theme === phone.theme ? '(min-width: 0px)' : '(max-width: 0px)'))
    .replace(/url\(\s*(['"]?)(?!data:|https?:|blob:|#)([^'")]+)\1\s*\)/g, (_, quote, file) => 'url("' + phone.base + resolvePath(phone.path, file, '') + '")');
}

/**
 * One selector list, as the browser prints it.
 * @param {string} selector
 * @param {string} scope  '' for app.wxss
 * @param {string} page  path of the page the sheet belongs to; '' otherwise
 */
export function convertSelector(selector, scope, page) {
  const root = page ? 'wx-page[is="' + page + '"]' : 'wx-page';
  let out = '';
  let i = 0;
  let start = true; // of a compound selector
  let depth = 0;
  while (i < selector.length) {
    const rest = selector.slice(i);
    const string = /^(?:\[[^\]]*\]|"[^"]*"|'[^']*'|::?[\w-]+)/.exec(rest);
    const name = /^(?:[\w-]|[^\x00-\x7f]|\\.)+/.exec(rest);
    if (/^:host\b/.test(rest)) {
      out += scope ? '[wx-host="' + scope + '"]' : ':host';
      i += 5;
      start = false;
    } else if (string) {
      out += string[0];
      i += string[0].length;
      start = false;
    } else if (rest[0] === '.') {
      const cls = /^\.((?:[\w-]|[^\x00-\x7f]|\\.)+)/.exec(rest);
      out += '.' + (scope ? scope + '--' : '') + (cls ? cls[1] : '');
      i += cls ? cls[0].length : 1;
      start = false;
    } else if (rest[0] === '#') {
      const id = /^#((?:[\w-]|[^\x00-\x7f]|\\.)+)/.exec(rest);
      out += id ? '[id$="--' + id[1] + '"]' : '#';
      i += id ? id[0].length : 1;
      start = false;
    } else if (name && start) {
      const tag = name[0];
      if (tag === 'page') out += root;
      else out += (page && depth === 0 && !/wx-page/.test(out.slice(out.lastIndexOf(',') + 1)) ? root + ' ' : '') + (TAGS.has(tag) ? 'wx-' + tag : tag);
      i += tag.length;
      start = false;
    } else {
      if (rest[0] === '(') depth += 1;
      if (rest[0] === ')') depth -= 1;
      start = /[\s,>+~(]/.test(rest[0]) || start;
      out += rest[0];
      i += 1;
    }
  }
  return out;
}

/**
 * @param {CSSRuleList} rules
 * @param {string} scope
 * @param {string} page
 */
function convertRules(rules, scope, page) {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) rule.selectorText = convertSelector(rule.selectorText, scope, page);
    else if ('cssRules' in rule && !(rule instanceof CSSKeyframesRule)) convertRules(/** @type {any} */ (rule).cssRules, scope, page);
  }
}

/**
 * Fills a sheet anew; also when theme or size of the phone change.
 *
 * @param {CSSStyleSheet} sheet
 * @param {{ text: string, path: string, scope: string, page: string }} source
 * @param {{ rpx: number, theme: string, base: string }} phone
 */
export function fillSheet(sheet, source, phone) {
  sheet.replaceSync(convertText(source.text, Object.assign({ path: source.path }, phone)));
  convertRules(sheet.cssRules, source.scope, source.page);
}

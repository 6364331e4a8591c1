'use strict';
/**
 * What a mini-program must keep to and no compiler says: every rule gets the folder and returns the places where it is broken.
 * package.js runs them on the demo, and on a copy with one fault each, so that no rule sleeps.
 */

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const acorn = require('acorn');

const KB = 1024;
const LIMITS = { packageBytes: KB * KB, sdkGzipBytes: 30 * KB, imageBytes: 200 * KB, tabIconBytes: 40 * KB, lines: 400 };
/** of the page, not of the mini-program */
const FORBIDDEN = ['window', 'document', 'self', 'globalThis', 'fetch', 'WebSocket', 'XMLHttpRequest', 'localStorage', 'sessionStorage', 'indexedDB',
  'navigator', 'location', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'Blob', 'FormData', 'crypto', 'btoa', 'atob', 'eval', 'Function',
  'process', 'Buffer', 'setImmediate', 'queueMicrotask'];
const BUILT_IN = ['view', 'text', 'image', 'input', 'textarea', 'scroll-view', 'video', 'block', 'slot', 'button'];
/** copies, checked where they are made */
const SDKS = ['lib/hongyan.js', 'lib/mobileimsdk.js', 'lib/wafer.js'];
const NOT_SHIPPED = /(\.md|tsconfig\.json|\.d\.ts)$/;

/** @param {string} folder @returns {string[]} paths below it */
function filesOf(folder, below = '') {
  return fs.readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(below, entry.name);
    return entry.isDirectory() ? filesOf(folder, name) : [name];
  });
}
const read = (root, file) => fs.readFileSync(path.join(root, file), 'utf8');
const exists = (root, file) => fs.existsSync(path.join(root, file));
const json = (root, file) => JSON.parse(read(root, file));
const scripts = (root) => filesOf(root).filter((file) => file.endsWith('.js'));
const parse = (text) => acorn.parse(text, { ecmaVersion: 2017, sourceType: 'script', locations: true });

/** @param {any} node @param {(node: any, parent: any, key: string) => void} visit */
function walk(node, visit, parent = null, key = '') {
  if (!node || typeof node.type !== 'string') return;
  visit(node, parent, key);
  Object.keys(node).forEach((name) => {
    const value = node[name];
    if (Array.isArray(value)) value.forEach((one) => walk(one, visit, node, name));
    else if (value && typeof value.type === 'string') walk(value, visit, node, name);
  });
}

/** A name that is read, not a property or a key of that name. */
function isFree(node, parent, key) {
  if (node.type !== 'Identifier') return false;
  if (parent.type === 'MemberExpression' && key === 'property' && !parent.computed) return false;
  if (parent.type === 'Property' && key === 'key' && !parent.computed && !parent.shorthand) return false;
  return true;
}

function syntax(root) {
  return scripts(root).flatMap((file) => {
    try {
      parse(read(root, file));
      return [];
    } catch (error) {
      return [file + ': ' + error.message];
    }
  });
}

function globals(root) {
  const found = [];
  scripts(root).forEach((file) => {
    let tree;
    try {
      tree = parse(read(root, file));
    } catch (error) {
      return; // the rule about syntax tells
    }
    const declared = new Set();
    walk(tree, (node) => {
      if (node.type === 'VariableDeclarator' || /Function/.test(node.type)) {
        const names = node.type === 'VariableDeclarator' ? [node.id] : node.params.concat(node.id || []);
        names.forEach((one) => walk(one, (inner) => { if (inner.type === 'Identifier') declared.add(inner.name); }));
      }
    });
    walk(tree, (node, parent, key) => {
      if (isFree(node, parent, key) && FORBIDDEN.includes(node.name) && !declared.has(node.name)) found.push(file + ':' + node.loc.start.line + ': ' + node.name);
    });
  });
  return found;
}

function imports(root) {
  return scripts(root).flatMap((file) => [...read(root, file).matchAll(/\brequire\('([^']*)'\)/g)].flatMap(([, from]) => {
    if (!/^\.\.?\//.test(from)) return [file + ': require of ' + from + ', not relative'];
    const target = path.posix.join(path.posix.dirname(file), from);
    return exists(root, target + '.js') || (target.endsWith('.js') && exists(root, target)) ? [] : [file + ': no file for ' + from];
  }));
}

/** Every page and component has its four files; every component that is named exists, and every one that exists is used. */
function parts(root) {
  const found = [];
  const app = json(root, 'app.json');
  const units = filesOf(root).filter((file) => /^(pages|components)\/.*\.json$/.test(file)).map((file) => file.replace(/\.json$/, ''));
  app.pages.filter((page) => !units.includes(page)).forEach((page) => found.push('app.json: no page ' + page));
  const used = new Set(app.pages);
  units.forEach((unit) => {
    ['.js', '.wxml', '.wxss'].forEach((end) => { if (!exists(root, unit + end)) found.push(unit + end + ': missing'); });
    const config = json(root, unit + '.json');
    if (unit.startsWith('components/') && config.component !== true) found.push(unit + '.json: component is not true');
    if (unit.startsWith('pages/') && !app.pages.includes(unit)) found.push(unit + ': not in app.json');
    const own = config.usingComponents || {};
    const tags = tagsOf(exists(root, unit + '.wxml') ? read(root, unit + '.wxml') : '').map((one) => one.name);
    Object.keys(own).forEach((name) => {
      const target = path.posix.join(path.posix.dirname(unit), own[name]);
      used.add(target);
      if (!units.includes(target)) found.push(unit + '.json: no component ' + own[name]);
      if (!tags.includes(name)) found.push(unit + '.json: ' + name + ' is not used');
    });
    tags.filter((tag) => !BUILT_IN.includes(tag) && !own[tag]).forEach((tag) => found.push(unit + '.wxml: unknown tag ' + tag));
  });
  units.filter((unit) => !used.has(unit)).forEach((unit) => found.push(unit + ': used nowhere'));
  return found;
}

/** @param {string} wxml @returns {Array<{ name: string, attributes: Record<string, string> }>} */
function tagsOf(wxml) {
  return [...wxml.replace(/<!--[^]*?-->/g, '').matchAll(/<([a-z][\w-]*)((?:\s+[\w:.-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, name, rest]) => ({
    name,
    attributes: Object.fromEntries([...rest.matchAll(/([\w:.-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key, value === undefined ? '' : value])),
  }));
}

/** Every handler exists, every list has a key, every picture is there. */
function views(root) {
  return filesOf(root).filter((file) => file.endsWith('.wxml')).flatMap((file) => {
    const found = [];
    const script = file.replace(/\.wxml$/, '.js');
    const code = exists(root, script) ? read(root, script) : '';
    tagsOf(read(root, file)).forEach(({ name, attributes }) => Object.keys(attributes).forEach((key) => {
      const value = attributes[key];
      const handler = /^(bind|catch)/.test(key) && value;
      if (handler && !new RegExp('^\\s+' + value + '\\(', 'm').test(code)) found.push(file + ': <' + name + '> no handler ' + value);
      if (key === 'wx:for' && !attributes['wx:key']) found.push(file + ': <' + name + '> wx:for without wx:key');
      if (key === 'src' && value && !value.includes('{{') && !(value.startsWith('/') && exists(root, value.slice(1)))) found.push(file + ': no file ' + value);
    }));
    return found;
  });
}

/** Images that app.json and theme.json name, and that no image is heavy. */
function images(root) {
  const app = read(root, 'app.json');
  const theme = json(root, 'theme.json');
  const found = [...app.matchAll(/"@(\w+)"/g)].flatMap(([, name]) => ['light', 'dark'].flatMap((mode) => {
    const value = theme[mode][name];
    if (value === undefined) return ['theme.json: ' + mode + ' lacks ' + name];
    return /\.png$/.test(value) && !exists(root, value) ? ['theme.json: no file ' + value] : [];
  }));
  filesOf(root).filter((file) => /\.(png|jpe?g|gif|webp|mp3)$/.test(file)).forEach((file) => {
    const { size } = fs.statSync(path.join(root, file));
    const most = /tab-/.test(file) ? LIMITS.tabIconBytes : LIMITS.imageBytes;
    if (size > most) found.push(file + ': ' + size + ' bytes, at most ' + most);
  });
  return found;
}

/** Class selectors only (and `page` in app.wxss), every colour a variable that both themes have. */
function styles(root) {
  const found = [];
  const app = read(root, 'app.wxss');
  const variables = (text) => new Set([...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const dark = app.indexOf('prefers-color-scheme');
  const light = variables(app.slice(0, dark));
  const night = variables(app.slice(dark));
  night.forEach((name) => { if (!light.has(name)) found.push('app.wxss: ' + name + ' only in the dark'); });
  light.forEach((name) => { if (!night.has(name)) found.push('app.wxss: ' + name + ' has no dark value'); });
  filesOf(root).filter((file) => file.endsWith('.wxss')).forEach((file) => {
    const text = read(root, file).replace(/\/\*[^]*?\*\//g, '').replace(/url\("[^"]*"\)/g, 'url()').replace(/@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
    [...text.matchAll(/([^{}]+)\{/g)].map(([, selector]) => selector.trim()).filter((one) => !one.startsWith('@')).forEach((list) => list.split(',').forEach((one) => {
      const ok = /^(\.[\w-]+)+(\s*[ +]\s*(\.[\w-]+)+)*$/.test(one.trim()) || (file === 'app.wxss' && one.trim() === 'page');
      if (!ok) found.push(file + ': selector ' + one.trim());
    }));
    [...text.matchAll(/var\((--[\w-]+)\)/g)].forEach(([, name]) => { if (!light.has(name)) found.push(file + ': no variable ' + name); });
  });
  return found;
}

/** Both languages say everything, with the same blanks, and every error that the SDK and the server have is a sentence. */
function sentences(root, { errorsDoc, sdkFaults }) {
  const found = [];
  const load = (name) => {
    const file = path.join(root, 'lib', 'words', name);
    delete require.cache[file];
    return require(file);
  };
  const en = load('en.js');
  const zh = load('zh.js');
  const blanks = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
  [[en, zh, 'zh'], [zh, en, 'en']].forEach(([one, other, language]) => Object.keys(one).forEach((group) => Object.keys(one[group]).forEach((key) => {
    const text = other[group] && other[group][key];
    if (!text) found.push(language + ': no ' + group + '.' + key);
    else if (language === 'zh' && group !== 'time' && blanks(one[group][key]) !== blanks(text)) found.push('blanks differ: ' + group + '.' + key);
  })));
  const names = [...errorsDoc.matchAll(/^\| \d{4} \| `(\w+)`/gm)].map(([, name]) => name).concat(sdkFaults);
  names.forEach((name) => { if (!en.errors[name]) found.push('no sentence for the error ' + name); });
  const used = scripts(root).map((file) => (file.startsWith('lib/words/') ? '' : read(root, file))).join('\n')
    + filesOf(root).filter((file) => file.endsWith('.wxml')).map((file) => read(root, file)).join('\n');
  Object.keys(en).filter((group) => !['errors', 'states', 'banner', 'login', 'ended', 'types'].includes(group)).forEach((group) => Object.keys(en[group]).forEach((key) => {
    if (!new RegExp('\\.' + key + '\\b').test(used)) found.push('said nowhere: ' + group + '.' + key);
  }));
  return found;
}

function sizes(root) {
  const found = [];
  const shipped = filesOf(root).filter((file) => !NOT_SHIPPED.test(file));
  const bytes = shipped.reduce((sum, file) => sum + fs.statSync(path.join(root, file)).size, 0);
  if (bytes > LIMITS.packageBytes) found.push('the package has ' + bytes + ' bytes');
  const sdk = zlib.gzipSync(fs.readFileSync(path.join(root, 'lib', 'hongyan.js')), { level: 9 }).length;
  if (sdk > LIMITS.sdkGzipBytes) found.push('lib/hongyan.js has ' + sdk + ' bytes gzip');
  shipped.filter((file) => /\.(js|wxml|wxss)$/.test(file) && !SDKS.includes(file)).forEach((file) => {
    const lines = read(root, file).split('\n').length - 1;
    if (lines > LIMITS.lines) found.push(file + ': ' + lines + ' lines');
  });
  return found;
}

module.exports = { RULES: { syntax, globals, imports, parts, views, images, styles, sentences, sizes }, filesOf, LIMITS };

/**
 * The files of a mini-program: app.json, and all that it names. Read once; each run of the app uses them again.
 *
 * @typedef {object} Part  a page or a component
 * @property {string} path
 * @property {any} config
 * @property {boolean} page
 */

import { fetchText, keepTexts, loadScript, requiresOf, resolvePath } from './loader.js';
import { compileTemplates, createCompiler } from './wxml.js';
import { readWxss } from './wxss.js';

const { factories } = window.define;

const DEMO = '/demo/miniprogram/';

/** @param {string} base */
export async function loadPackage(base) {
  const compiler = createCompiler();
  // All of the demo comes in two answers: a request for each of its hundred files would be most of the start.
  if (base === DEMO) {
    await Promise.all([
      loadScript('/demo/miniprogram.js'),
      fetchText('/demo/miniprogram.json').then((all) => keepTexts(base, JSON.parse(all))),
    ]);
  }
  const manifest = fetchText(base + 'app.json').then(JSON.parse);
  const scripts = createScripts(base);
  const appCode = scripts.add('app.js');
  const app = await manifest;
  /** @type {Map<string, Part>} */
  const parts = new Map();
  /** @type {Map<string, string>} */
  const templates = new Map();
  /** @type {Map<string, string>} */
  const styles = new Map();

  async function addPart(path, page) {
    if (parts.has(path)) return;
    const part = { path, config: {}, page };
    parts.set(path, part);
    const [config, wxml, wxss] = await Promise.all([
      fetchText(base + path + '.json').then(JSON.parse), fetchText(base + path + '.wxml'), readWxss(base, path + '.wxss'), scripts.add(path + '.js'),
    ]);
    part.config = config;
    templates.set(path, wxml);
    styles.set(path, wxss);
    const using = Object.assign({}, app.usingComponents, config.usingComponents);
    await Promise.all(Object.keys(using).map((tag) => addPart(resolvePath(path, using[tag], ''), false)));
  }

  const [theme] = await Promise.all([
    app.themeLocation ? fetchText(base + app.themeLocation).then(JSON.parse) : {},
    readWxss(base, 'app.wxss').then((text) => styles.set('app', text)),
    appCode,
    ...app.pages.map((path) => addPart(path, true)),
    ...Object.values(app.usingComponents || {}).map((path) => addPart(resolvePath('app', path, ''), false)),
  ]);
  performance.mark('package is read');
  const generators = await compileTemplates(await compiler, base, templates);
  return { base, app, theme, parts, styles, generators };
}

/** @param {string} base */
function createScripts(base) {
  /** @type {Map<string, Promise<void>>} */
  const loads = new Map();

  /** A file and all that it requires. @param {string} file */
  function add(file) {
    const known = loads.get(file);
    if (known) return known;
    const load = run(file);
    loads.set(file, load);
    return load;
  }

  async function run(file) {
    if (!factories.has(file)) {
      if (base === DEMO) await loadScript(base + file);
      else await evaluate(base, file);
    }
    const factory = factories.get(file);
    if (!factory) throw new Error(base + file + ' did not define ' + file);
    await Promise.all(requiresOf(factory).map((path) => add(resolvePath(file, path, '.js'))));
  }
  return { add };
}

/** A folder that the server does not wrap: the fixture of the host's own tests. */
async function evaluate(base, file) {
  const text = await fetchText(base + file);
  factories.set(file, new Function('require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages',
    'window', 'document', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', text + '\n//# sourceURL=' + base + file));
}

/**
 * `@name` in app.json and page.json stands for a value of theme.json.
 * @param {any} pack
 * @param {string} theme
 * @param {any} value
 */
export function themed(pack, theme, value) {
  if (typeof value !== 'string' || value[0] !== '@') return value;
  const values = pack.theme[theme] || {};
  return values[value.slice(1)];
}

/**
 * glass-easel and its mini-program adapter, set up for one run of one mini-program.
 */

import { fetchText, createModules } from './loader.js';
import { convertUnits, fillSheet } from './wxss.js';
import { defineBuiltIns } from './built-in/index.js';

/** CommonJS files of the two packages. */
export async function loadFramework() {
  const [core, adapter] = await Promise.all([
    fetchText('/third_party/glass-easel/glass_easel.all.js'),
    fetchText('/third_party/glass-easel-miniprogram-adapter/glass_easel_miniprogram_adapter.js'),
  ]);
  const glassEasel = evaluate(core, {});
  glassEasel.globalOptions.writeIdToDOM = true;
  return { glassEasel, adapter: evaluate(adapter, { 'glass-easel': glassEasel }) };
}

function evaluate(source, known) {
  const module = { exports: {} };
  // `process`: what the packages look for to know that this is production.
  new Function('module', 'exports', 'require', 'process', source)(module, module.exports, (name) => known[name], { env: { NODE_ENV: 'production' } });
  return module.exports;
}

/**
 * Styles of the phone: one adopted sheet a file, in the order of first use.
 * @param {any} pack
 */
export function createStyles(pack) {
  /** @type {Map<string, { sheet: CSSStyleSheet, source: any }>} */
  const sheets = new Map();
  const phone = { rpx: 0.5, theme: 'light', base: pack.base };
  const inline = (css) => (/rpx|vh|env\(/.test(css) ? convertUnits(css, phone.rpx) : css);

  // glass-easel writes styles as attributes, which the content policy forbids; and they may hold rpx.
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function set(name, value) {
    if (name === 'style' && this instanceof HTMLElement) this.style.cssText = inline(String(value));
    else setAttribute.call(this, name, value);
  };

  return {
    /** What a page needs, app.wxss first. @param {string} path @param {string} scope @param {boolean} page */
    use(path, scope, page) {
      if (sheets.has(path) || !pack.styles.get(path)) return;
      const entry = { sheet: new CSSStyleSheet(), source: { text: pack.styles.get(path), path: path + '.wxss', scope, page: page ? path : '' } };
      sheets.set(path, entry);
      fillSheet(entry.sheet, entry.source, phone);
      document.adoptedStyleSheets = document.adoptedStyleSheets.concat([entry.sheet]);
    },
    /** @param {{ rpx?: number, theme?: string }} patch */
    change(patch) {
      Object.assign(phone, patch);
      sheets.forEach((entry) => fillSheet(entry.sheet, entry.source, phone));
    },
  };
}

/** The name that stands before the classes of a part. @param {string} path */
const scopeOf = (path) => path.replace(/[^\w]/g, '_');

/**
 * @param {object} given
 * @param {{ glassEasel: any, adapter: any }} given.framework
 * @param {any} given.pack
 * @param {ReturnType<typeof createStyles>} given.styles
 * @param {Record<string, unknown>} given.scope  wx, getApp, timers …
 * @param {any} given.host  what built-in components need
 */
export function createEngine({ framework, pack, styles, scope, host }) {
  const { glassEasel, adapter } = framework;
  const env = new adapter.MiniProgramEnv();
  const globalSpace = env.getGlobalCodeSpace().getComponentSpace();
  const builtIns = defineBuiltIns(globalSpace, host);
  const space = env.createCodeSpace('', true);
  const components = space.getComponentSpace();
  Object.keys(builtIns).forEach((tag) => components.setGlobalUsingComponent(tag, builtIns[tag]));

  const backend = new glassEasel.CurrentWindowBackendContext();
  // Pages come and go; each sheet is needed once. And a hidden browser tab has no frames, but its timers run.
  backend.appendStyleSheetPath = () => 0;
  backend.render = (done) => { host.later(() => done(null)); };
  const associated = env.associateBackend(backend);

  space.setOverallBehavior(components.defineBehavior({
    lifetimes: {
      attached() {
        const component = this._$ || this;
        host.later(() => { if (glassEasel.Element.isAttached(component)) component.triggerLifetime('ready', []); });
      },
    },
  }));

  const modules = createModules(scope);
  const using = (config) => Object.assign({}, pack.app.usingComponents, config.usingComponents);
  pack.parts.forEach((part) => {
    const config = Object.assign({}, part.config, { usingComponents: using(part.config) });
    // A page sees app.wxss and its own rules; without a scope of its own, its rules would reach the other pages.
    if (part.page) config.styleIsolation = 'apply-shared';
    else config.component = true;
    space.addComponentStaticConfig(part.path, config);
    space.addStyleSheet(part.path, part.path, scopeOf(part.path));
    space.addCompiledTemplate(part.path, {
      groupList: pack.generators, content: pack.generators[part.path], fallbackListenerOnNativeNode: true,
    });
  });

  /** @type {Set<string>} */
  const registered = new Set();

  /** Runs the file of a part and of the components it uses. @param {string} path */
  function register(path) {
    if (registered.has(path)) return;
    registered.add(path);
    const part = pack.parts.get(path);
    if (!part) throw new Error('no such page or component: ' + path);
    Object.values(using(part.config)).forEach((file) => {
      const target = resolve(path, String(file));
      register(target);
    });
    space.componentEnv(path, (globals) => modules.run(path + '.js', {
      Page: globals.Page, Component: globals.Component, Behavior: globals.Behavior,
    }));
    styles.use(path, scopeOf(path), part.page);
  }

  function resolve(from, file) {
    const parts = file[0] === '/' ? [] : from.split('/').slice(0, -1);
    file.split('/').forEach((piece) => {
      if (piece === '..') parts.pop();
      else if (piece !== '.' && piece !== '') parts.push(piece);
    });
    return parts.join('/');
  }

  return {
    modules,
    register,
    /**
     * @param {string} path
     * @param {HTMLElement} parent  the page appears in it
     */
    open(path, parent) {
      register(path);
      const root = associated.createRoot('wx-page', space, path);
      const element = root.getComponent().getBackendElement();
      element.setAttribute('is', path);
      const place = document.createElement('div');
      parent.appendChild(place);
      root.attach(parent, place);
      return { root, element, component: root.getComponent(), caller: root.get() };
    },
  };
}

/**
 * Pages: a stack of ten, tabs that stay alive, a navigation bar for each page, a tab bar for the app.
 */

import { createFrame, createTabBar } from './frame.js';

const STACK_MAX = 10;
const SLIDE_MS = 220;

/**
 * @param {object} given
 * @param {any} given.pack
 * @param {any} given.engine
 * @param {any} given.host
 * @param {HTMLElement} given.screen  pages are put here
 * @param {() => string} given.theme
 */
export function createRouter({ pack, engine, host, screen, theme }) {
  const tabs = (pack.app.tabBar ? pack.app.tabBar.list : []).map((tab) => tab.pagePath);
  /** @type {any[]} the pages a person can come back to, the visible one last */
  let stack = [];
  /** @type {Map<string, any>} tab pages once opened stay */
  const opened = new Map();
  const tabBar = createTabBar(pack, theme, (index) => switchTo(tabs[index], true));
  screen.appendChild(tabBar.element);

  const top = () => stack[stack.length - 1];
  const isTab = (path) => tabs.indexOf(path) >= 0;

  /** @param {any} entry @param {string} name @param {any} [argument] */
  function call(entry, name, argument) {
    const method = entry.page.caller[name];
    if (typeof method === 'function') return host.run(() => method.call(entry.page.caller, argument));
    return undefined;
  }

  function open(path, query, depth) {
    const entry = { path, query, tab: isTab(path), page: null, frame: null, ready: false, shown: false };
    const config = Object.assign({}, pack.app.window, (pack.parts.get(path) || { config: {} }).config);
    entry.frame = createFrame({
      pack, config, theme, tab: entry.tab, back: depth > 0, onBack: () => pop(1),
      onScroll: (scrollTop) => call(entry, 'onPageScroll', { scrollTop }),
      onBottom: () => call(entry, 'onReachBottom'),
      deliver: host.deliver,
    });
    screen.insertBefore(entry.frame.element, entry.tab ? tabBar.element : null);
    entry.page = engine.open(path, entry.frame.scroller);
    Object.assign(entry.page.caller, { route: path, __route__: path, options: query });
    return entry;
  }

  function load(entry) {
    call(entry, 'onLoad', entry.query);
    entry.frame.paint(entry.page.element);
  }

  function show(entry) {
    if (entry.shown) return;
    entry.shown = true;
    host.windowChanged(entry.frame);
    entry.page.component.triggerPageLifetime('show', []);
    call(entry, 'onShow');
    if (entry.ready) return;
    entry.ready = true;
    host.later(() => {
      call(entry, 'onReady');
      entry.frame.paint(entry.page.element);
    });
  }

  function hide(entry) {
    if (!entry || !entry.shown) return;
    entry.shown = false;
    entry.page.component.triggerPageLifetime('hide', []);
    call(entry, 'onHide');
  }

  function close(entry) {
    entry.shown = false;
    if (opened.get(entry.path) === entry) opened.delete(entry.path);
    call(entry, 'onUnload');
    entry.page.root.release();
  }

  const slides = () => !document.hidden && !matchMedia('(prefers-reduced-motion: reduce)').matches;

  function remove(entry, sliding) {
    close(entry);
    const { element } = entry.frame;
    element.style.pointerEvents = 'none';
    element.classList.remove('front');
    element.classList.add('leaving');
    if (!sliding || !slides()) element.remove();
    else slide(element, '0', '100%').then(() => element.remove());
  }

  function slide(element, from, to) {
    return element.animate({ transform: ['translateX(' + from + ')', 'translateX(' + to + ')'] }, { duration: SLIDE_MS, easing: 'cubic-bezier(.2,.7,.3,1)' }).finished.catch(() => {});
  }

  function arrange() {
    const current = top();
    new Set(stack.concat(Array.from(opened.values()))).forEach((entry) => {
      entry.frame.element.classList.toggle('covered', entry !== current);
      entry.frame.element.classList.toggle('front', entry === current);
    });
    tabBar.choose(current && current.tab ? tabs.indexOf(current.path) : -1);
  }

  function push(path, query) {
    hide(top());
    const below = top();
    const entry = open(path, query, stack.length);
    stack.push(entry);
    load(entry);
    show(entry);
    arrange();
    if (below && slides()) {
      below.frame.element.classList.remove('covered');
      slide(entry.frame.element, '100%', '0').then(() => arrange());
    }
  }

  function pop(delta) {
    const count = Math.min(Math.max(1, delta || 1), stack.length - 1);
    if (count === 0) return false;
    const gone = stack.splice(stack.length - count);
    hide(gone[gone.length - 1]);
    gone.reverse().forEach((entry, i) => remove(entry, i === 0));
    show(top());
    arrange();
    return true;
  }

  function redirect(path, query) {
    const old = stack.pop();
    const entry = open(path, query, stack.length);
    if (old) remove(old, false);
    stack.push(entry);
    load(entry);
    show(entry);
    arrange();
  }

  function closeAll() {
    const all = new Set(stack.concat(Array.from(opened.values())));
    stack = [];
    all.forEach((entry) => remove(entry, false));
  }

  function relaunch(path, query) {
    closeAll();
    if (isTab(path)) switchTo(path, false);
    else push(path, query);
  }

  function switchTo(path, tapped) {
    const current = top();
    if (current && current.path === path) {
      if (tapped) call(current, 'onTabItemTap', { index: tabs.indexOf(path), pagePath: path, text: tabBar.textOf(tabs.indexOf(path)) });
      return;
    }
    hide(current);
    stack.filter((entry) => !entry.tab).reverse().forEach((entry) => remove(entry, false));
    let entry = opened.get(path);
    const fresh = !entry;
    if (fresh) {
      entry = open(path, {}, 0);
      opened.set(path, entry);
    }
    stack = [entry];
    if (fresh) load(entry);
    show(entry);
    arrange();
    if (tapped) call(entry, 'onTabItemTap', { index: tabs.indexOf(path), pagePath: path, text: tabBar.textOf(tabs.indexOf(path)) });
  }

  /** @param {any} options */
  function target(options) {
    const [address, search] = String(options.url || '').split('?');
    const base = top() ? top().path.split('/').slice(0, -1) : [];
    const parts = address[0] === '/' ? [] : base;
    address.split('/').forEach((piece) => {
      if (piece === '..') parts.pop();
      else if (piece !== '.' && piece !== '') parts.push(piece);
    });
    /** @type {Record<string, string>} */
    const query = {};
    (search ? search.split('&') : []).forEach((pair) => {
      const at = pair.indexOf('=');
      query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1);
    });
    return { path: parts.join('/'), query };
  }

  const known = (path) => pack.app.pages.indexOf(path) >= 0;

  /** @param {any} calls */
  function api(calls) {
    /** @param {string} name @param {(path: string, query: any) => string | null | void} go */
    function goes(name, go) {
      return calls.api(name, (options, reply) => {
        const { path, query } = target(options);
        const problem = known(path) ? go(path, query) : 'page "' + path + '" is not found';
        if (problem) reply.fail(problem);
        else reply.ok();
      });
    }
    /** @param {string} name @param {(options: any) => void} change */
    const bar = (name, change) => calls.api(name, (options, reply) => {
      change(options);
      reply.ok();
    });
    const frame = () => top().frame;
    return {
      navigateTo: goes('navigateTo', (path, query) => {
        if (isTab(path)) return 'can not navigateTo a tabbar page';
        if (stack.length >= STACK_MAX) return 'webview count limit exceed';
        return push(path, query);
      }),
      redirectTo: goes('redirectTo', (path, query) => (isTab(path) ? 'can not redirectTo a tabbar page' : redirect(path, query))),
      reLaunch: goes('reLaunch', relaunch),
      switchTab: goes('switchTab', (path) => (isTab(path) ? switchTo(path, false) : 'can not switch to no-tabBar page')),
      navigateBack: calls.api('navigateBack', (options, reply) => {
        if (pop(options.delta)) reply.ok();
        else reply.fail('cannot navigate back at first page');
      }),
      setNavigationBarTitle: bar('setNavigationBarTitle', (options) => frame().setTitle(options.title)),
      setNavigationBarColor: bar('setNavigationBarColor', (options) => frame().setColor(options.frontColor, options.backgroundColor)),
      showNavigationBarLoading: bar('showNavigationBarLoading', () => frame().setLoading(true)),
      hideNavigationBarLoading: bar('hideNavigationBarLoading', () => frame().setLoading(false)),
      setTabBarBadge: bar('setTabBarBadge', (options) => tabBar.badge(options.index, options.text)),
      removeTabBarBadge: bar('removeTabBarBadge', (options) => tabBar.badge(options.index, null)),
      showTabBarRedDot: bar('showTabBarRedDot', (options) => tabBar.badge(options.index, '')),
      hideTabBarRedDot: bar('hideTabBarRedDot', (options) => tabBar.badge(options.index, null)),
      setTabBarItem: bar('setTabBarItem', (options) => tabBar.item(options.index, options)),
      pageScrollTo: bar('pageScrollTo', (options) => frame().scrollTo(options.scrollTop || 0, options.duration)),
      startPullDownRefresh: bar('startPullDownRefresh', () => {
        frame().setLoading(true);
        call(top(), 'onPullDownRefresh');
      }),
      stopPullDownRefresh: bar('stopPullDownRefresh', () => frame().setLoading(false)),
    };
  }

  return {
    api,
    closeAll,
    launch: relaunch,
    target,
    pages: () => stack.map((entry) => entry.page.caller),
    current: () => (top() ? top().page.caller : null),
    show: () => { if (top()) show(top()); },
    hide: () => hide(top()),
    /** The theme or the size of the phone has changed. */
    repaint() {
      new Set(stack.concat(Array.from(opened.values()))).forEach((entry) => entry.frame.repaint(entry.page.element));
      tabBar.repaint();
      if (top()) host.windowChanged(top().frame);
    },
    dispose() {
      closeAll();
      tabBar.element.remove();
    },
  };
}

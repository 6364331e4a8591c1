/** What the phone draws around a page: navigation bar, scrolling area, tab bar. */

import { themed } from './package.js';

/** @param {string} tag @param {string} name @param {Node[]} [children] */
export function make(tag, name, children) {
  const element = document.createElement(tag);
  element.className = name;
  (children || []).forEach((child) => element.appendChild(child));
  return element;
}

const BACK = '<svg viewBox="0 0 12 20" width="12" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M10 2 2 10l8 8"/></svg>';
const BOTTOM_DISTANCE_PX = 50;

/** @param {any} given */
export function createFrame({ pack, config, theme, tab, back, onBack, onScroll, onBottom, deliver }) {
  const title = make('div', 'nav-title');
  const spinner = make('div', 'nav-spinner');
  const backButton = make('button', 'nav-back');
  backButton.innerHTML = BACK;
  backButton.setAttribute('aria-label', 'back');
  backButton.hidden = !back;
  backButton.addEventListener('click', () => deliver(onBack));
  const nav = make('div', 'nav-bar', [backButton, make('div', 'nav-middle', [spinner, title])]);
  const scroller = make('div', 'page-scroll');
  const view = make('div', 'page-view', [scroller]);
  const element = make('div', 'page-frame', [nav, view]);
  element.classList.toggle('tab', tab);
  element.classList.toggle('custom-nav', config.navigationStyle === 'custom');
  if (config.disableScroll) scroller.style.overflow = 'hidden';
  spinner.hidden = true;
  title.textContent = config.navigationBarTitleText || '';
  /** @type {{ front?: string, back?: string }} */
  let chosen = {};
  let atBottom = false;

  scroller.addEventListener('scroll', () => {
    deliver(() => onScroll(scroller.scrollTop));
    const near = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - (config.onReachBottomDistance || BOTTOM_DISTANCE_PX);
    if (near && !atBottom) deliver(onBottom);
    atBottom = near;
  }, { passive: true });

  function color() {
    const background = chosen.back || themed(pack, theme(), config.navigationBarBackgroundColor) || '#ffffff';
    const front = chosen.front || (themed(pack, theme(), config.navigationBarTextStyle) === 'white' ? '#ffffff' : '#000000');
    element.style.setProperty('--nav-back', background);
    element.style.setProperty('--nav-front', front);
  }
  color();

  return {
    element,
    view,
    scroller,
    /** The background of `page` covers the whole page, also where its content ends. @param {Element} page */
    paint(page) {
      const background = getComputedStyle(page).backgroundColor;
      scroller.style.backgroundColor = background === 'rgba(0, 0, 0, 0)' ? '' : background;
      view.style.setProperty('--vh', view.clientHeight / 100 + 'px');
    },
    /** @param {Element} page */
    repaint(page) {
      color();
      this.paint(page);
    },
    isLight: () => getComputedStyle(element).getPropertyValue('--nav-front').trim() === '#000000',
    setTitle(text) { title.textContent = String(text === undefined ? '' : text); },
    setColor(front, background) {
      chosen = { front, back: background };
      color();
    },
    setLoading(on) { spinner.hidden = !on; },
    scrollTo(topPx, duration) { scroller.scrollTo({ top: topPx, behavior: duration === 0 ? 'instant' : 'smooth' }); },
  };
}

/**
 * @param {any} pack
 * @param {() => string} theme
 * @param {(index: number) => void} onChoose
 */
export function createTabBar(pack, theme, onChoose) {
  const config = pack.app.tabBar;
  const element = make('div', 'tab-bar');
  if (!config || config.custom) {
    element.hidden = true;
    return { element, choose() {}, badge() {}, item() {}, textOf: () => '', repaint() {} };
  }
  let chosen = -1;
  const items = config.list.map((tab, index) => {
    const icon = document.createElement('img');
    icon.alt = '';
    icon.draggable = false;
    const text = make('span', 'tab-text');
    const badge = make('span', 'tab-badge');
    badge.hidden = true;
    const item = make('button', 'tab-item', [make('span', 'tab-icon', [icon, badge]), text]);
    item.addEventListener('click', () => onChoose(index));
    element.appendChild(item);
    return { item, icon, text, badge, tab: Object.assign({}, tab) };
  });

  function repaint() {
    const value = (name) => themed(pack, theme(), name);
    element.style.setProperty('--tab-back', value(config.backgroundColor) || '#ffffff');
    element.classList.toggle('dark-border', value(config.borderStyle) === 'white');
    items.forEach(({ item, icon, text, tab }, index) => {
      const on = index === chosen;
      const path = value(on ? tab.selectedIconPath || tab.iconPath : tab.iconPath);
      const address = path ? pack.base + String(path).replace(/^\//, '') : '';
      if (address) {
        if (icon.getAttribute('src') !== address) icon.src = address;
      } else icon.hidden = true;
      text.textContent = tab.text || '';
      item.style.color = value(on ? config.selectedColor : config.color) || '';
      item.setAttribute('aria-selected', String(on));
    });
  }
  repaint();

  return {
    element,
    repaint,
    /** @param {number} index -1: a page above the tabs is shown */
    choose(index) {
      if (index >= 0) chosen = index;
      repaint();
    },
    /** @param {number} index @param {string | null} text '' a dot, null nothing */
    badge(index, text) {
      const { badge } = items[index];
      badge.hidden = text === null;
      badge.classList.toggle('dot', text === '');
      const long = String(text || '');
      badge.textContent = long.length > 4 ? '…' : long;
    },
    item(index, patch) {
      Object.assign(items[index].tab, JSON.parse(JSON.stringify({ text: patch.text, iconPath: patch.iconPath, selectedIconPath: patch.selectedIconPath })));
      repaint();
    },
    textOf: (index) => (items[index] ? items[index].tab.text : ''),
  };
}

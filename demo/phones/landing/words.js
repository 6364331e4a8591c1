/** Language and theme of the page: the person's choice, else the browser's. */

const root = document.documentElement;
const listeners = new Set();

/** localStorage may be closed to us; then the choice lasts as long as the page. */
function remember(name, value) {
  try {
    localStorage.setItem('hongyan-' + name, value);
  } catch (error) {
    console.info('not remembered: ' + error.message);
  }
}
function recall(name) {
  try {
    return localStorage.getItem('hongyan-' + name);
  } catch (error) {
    return null;
  }
}

const asked = new URLSearchParams(location.search);
root.dataset.language = asked.get('lang') || recall('language') || (/^zh\b/i.test(navigator.language) ? 'zh' : 'en');
if (root.dataset.language !== 'zh') root.dataset.language = 'en';
root.dataset.theme = asked.get('theme') || recall('theme') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
root.lang = root.dataset.language === 'zh' ? 'zh-CN' : 'en';

export const language = () => root.dataset.language;
export const theme = () => root.dataset.theme;

/** @param {string} chinese @param {string} english */
export const say = (chinese, english) => (language() === 'zh' ? chinese : english);

export function setLanguage(next) {
  root.dataset.language = next;
  root.lang = next === 'zh' ? 'zh-CN' : 'en';
  remember('language', next);
  listeners.forEach((listener) => listener());
}

export function setTheme(next) {
  root.dataset.theme = next;
  remember('theme', next);
  listeners.forEach((listener) => listener());
}

/** @param {() => void} listener */
export const onChange = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** @param {string} tag @param {string} name @param {Array<Node | string>} [children] */
export function make(tag, name, children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...(children || []));
  return element;
}

/** Text in both languages; the style sheet shows one. @param {string} chinese @param {string} english */
export const both = (chinese, english) => {
  const fragment = document.createDocumentFragment();
  fragment.append(make('i', 'zh', [chinese]), make('i', 'en', [english]));
  return fragment;
};

/**
 * CommonJS in the browser. Sources come as scripts that call `define`, so app code needs no eval; what a factory is given is decided by
 * the names of its own parameters, so the list lives in one place: the server.
 */

const { factories } = window.define;

/** @type {Map<string, string>} */
const here = new Map();

/** @param {string} base @param {Record<string, string>} texts */
export function keepTexts(base, texts) {
  Object.keys(texts).forEach((name) => here.set(base + name, texts[name]));
}

/**
 * Texts are asked for once on a page with several phones: the landing page keeps them on a shelf.
 * @param {string} url
 */
export function fetchText(url) {
  const known = here.get(url);
  if (known !== undefined) return Promise.resolve(known);
  const shelf = window.parent !== window ? window.parent.phoneShelf : null;
  return shelf ? shelf(url) : fetchHere(url);
}

/** @param {string} url */
async function fetchHere(url) {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(url + ': ' + reply.status);
  return reply.text();
}

/** @param {string} url */
export function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve(undefined);
    script.onerror = () => reject(new Error('could not load ' + url));
    document.head.appendChild(script);
  });
}

/**
 * `a/b/c.js` + `../d` → `a/d.js`
 * @param {string} from
 * @param {string} to
 * @param {string} ending
 */
export function resolvePath(from, to, ending) {
  const parts = to[0] === '/' ? [] : from.split('/').slice(0, -1);
  to.split('/').forEach((part) => {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  });
  const path = parts.join('/');
  return ending && !path.endsWith(ending) ? path + ending : path;
}

/** @param {Function} factory */
function parametersOf(factory) {
  const head = /^[^(]*\(([^)]*)\)/.exec(factory.toString().slice(0, 4000));
  return head ? head[1].split(',').map((name) => name.trim()).filter(Boolean) : [];
}

/**
 * The files a factory requires, as written. Comments are no code.
 * @param {Function} factory
 */
export function requiresOf(factory) {
  const code = factory.toString().replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  return Array.from(code.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g), (match) => match[1]);
}

/**
 * A set of modules with one life: the next run of the app gets a new one and executes every file again.
 *
 * @param {Record<string, unknown>} scope  what the parameters of a factory may name; the rest is undefined
 */
export function createModules(scope) {
  const done = new Map();

  /**
   * @param {string} name
   * @param {Record<string, unknown>} [more]  for this file alone: Page, Component
   */
  function run(name, more) {
    const known = done.get(name);
    if (known) return known.exports;
    const factory = factories.get(name);
    if (!factory) throw new Error('module "' + name + '" is not defined');
    const module = { exports: {} };
    done.set(name, module);
    const given = Object.assign({}, scope, more, {
      module,
      exports: module.exports,
      require: (/** @type {string} */ path) => run(resolvePath(name, path, '.js'), more),
    });
    factory.apply(undefined, parametersOf(factory).map((parameter) => given[parameter]));
    return module.exports;
  }
  return { run };
}

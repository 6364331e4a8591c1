/**
 * The official template compiler, a WebAssembly module made for Node, in the browser: its three `require`s are answered by hand, and the
 * module is compiled while it streams in.
 */

import { fetchText, resolvePath } from './loader.js';
import { BUILT_IN } from './tags.js';

const HOME = '/third_party/glass-easel-template-compiler/';
const TAG = new RegExp('<(/?)(' + BUILT_IN.join('|') + ')(?=[\\s/>])', 'g');

export async function createCompiler() {
  const [source, wasm] = await Promise.all([
    fetchText(HOME + 'glass_easel_template_compiler.js'),
    WebAssembly.compileStreaming(fetch(HOME + 'glass_easel_template_compiler_bg.wasm')),
  ]);
  const module = { exports: {} };
  const answers = {
    util: { TextDecoder, TextEncoder },
    path: { join: () => '' },
    fs: { readFileSync: () => null },
  };
  const WebAssemblyHere = { Module: function Compiled() { return wasm; }, Instance: WebAssembly.Instance };
  new Function('module', 'exports', 'require', '__dirname', 'WebAssembly', source)(
    module, module.exports, (name) => answers[name], '', WebAssemblyHere,
  );
  return module.exports.TmplGroup;
}

/**
 * Tags of WXML become the elements that stand for them; scripts are left alone.
 * @param {string} text
 */
export function renameTags(text) {
  return text.split(/(<wxs\b[^]*?<\/wxs>|<!--[^]*?-->)/).map((part, i) => (i % 2 ? part : part.replace(TAG, '<$1wx-$2'))).join('');
}

/**
 * @param {any} TmplGroup
 * @param {string} base
 * @param {Map<string, string>} templates  path without ending → WXML
 * @returns {Promise<Record<string, any>>} path → generator
 */
export async function compileTemplates(TmplGroup, base, templates) {
  const group = new TmplGroup();
  const added = new Set();
  const scripts = new Set();

  async function add(path, text) {
    if (added.has(path)) return;
    added.add(path);
    group.addTmpl(path, renameTags(text)).forEach((problem) => console.warn('[wxml] ' + path + ':' + problem.startLine + ': ' + problem.message));
    await Promise.all(group.getDirectDependencies(path).map(async (name) => {
      if (!added.has(name)) await add(name, await fetchText(base + name + '.wxml'));
    }));
    await Promise.all(group.getScriptDependencies(path).map(async (name) => {
      if (scripts.has(name)) return;
      scripts.add(name);
      const file = name.endsWith('.wxs') ? name : name + '.wxs';
      group.addScript(name, await fetchText(base + resolvePath('', file, '')));
    }));
  }

  for (const [path, text] of templates) await add(path, text);
  const groups = new Function('return ' + group.getTmplGenObjectGroups())();
  group.free();
  return groups;
}

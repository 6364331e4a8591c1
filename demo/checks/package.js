'use strict';
/**
 * The demo's files as they are shipped: our rules, and WeChat's own compilers of views and styles as linters.
 *
 *   npm --prefix demo ci --ignore-scripts && node --test demo/checks/
 */

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const zlib = require('node:zlib');
const { RULES, filesOf } = require('./rules');

const HOME = path.join(__dirname, '..', '..');
const ROOT = path.join(HOME, 'demo', 'miniprogram');
const COMPILERS = path.join(HOME, 'demo', 'node_modules', 'miniprogram-compiler', 'bin', { linux: 'linux', darwin: 'mac', win32: 'windows' }[process.platform] || 'linux');

const context = {
  errorsDoc: fs.readFileSync(path.join(HOME, 'docs', 'wire', 'errors.md'), 'utf8'),
  sdkFaults: Object.keys(require(path.join(HOME, 'sdk', 'hongyan', 'sentences')).SENTENCES),
};

/** @param {string} name @param {string[]} args @param {string} cwd @returns {string} what it complains about */
function compile(name, args, cwd) {
  const program = path.join(COMPILERS, name);
  fs.chmodSync(program, 0o755);
  const done = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (done.error) throw done.error;
  return done.status === 0 ? '' : (done.stderr + done.stdout).trim() || name + ' ended with ' + done.status;
}

const COMPILED = {
  wxml: (root) => filesOf(root).filter((file) => file.endsWith('.wxml')).map((file) => compile('wcc', ['-o', os.devNull, file], root)).filter(Boolean),
  wxss(root) {
    const files = filesOf(root).filter((file) => file.endsWith('.wxss'));
    return [compile('wcsc', ['-lc', '-pc', String(files.length), '-o', os.devNull, ...files], root)].filter(Boolean);
  },
};
const ALL = Object.assign({}, RULES, COMPILED);

Object.keys(ALL).forEach((name) => test('the demo keeps the rule: ' + name, () => {
  assert.deepEqual(ALL[name](ROOT, context), []);
}));

test('how big the package is', (t) => {
  const files = filesOf(ROOT).filter((file) => !/(\.md|tsconfig\.json|\.d\.ts)$/.test(file));
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(ROOT, file)).size, 0);
  const sdk = zlib.gzipSync(fs.readFileSync(path.join(ROOT, 'lib', 'hongyan.js')), { level: 9 }).length;
  t.diagnostic(files.length + ' files, ' + bytes + ' bytes; the SDK in it ' + sdk + ' bytes gzip');
});

['hongyan', 'mobileimsdk', 'wafer'].forEach((name) => test('the SDK in the demo is a copy of the SDK: ' + name, () => {
  const { pack } = require(path.join(HOME, 'sdk', 'pack'));
  const again = 'run: node sdk/pack.js ' + name + ' --plain --out demo/miniprogram/lib/' + name + '.js && cp sdk/' + name + '/index.d.ts demo/miniprogram/lib/' + name + '.d.ts';
  const here = (file) => fs.readFileSync(path.join(ROOT, 'lib', file), 'utf8');
  assert.ok(here(name + '.js') === pack(path.join(HOME, 'sdk', name, 'index.js'), { plain: true }), again);
  assert.ok(here(name + '.d.ts') === fs.readFileSync(path.join(HOME, 'sdk', name, 'index.d.ts'), 'utf8'), again);
}));

test('the signs are what tools/icons.js draws', () => {
  assert.equal(fs.readFileSync(path.join(ROOT, 'components', 'glyph', 'glyph.wxss'), 'utf8'), require('../tools/icons').styles());
});

/** One fault each; the rule must see it. `edit` changes a file's text, or makes it. */
const FAULTS = [
  ['syntax', 'lib/face.js', (text) => text + 'const later = (a) => a?.b;\n', /face\.js/],
  ['syntax', 'lib/face.js', (text) => text + 'const copy = (a) => ({ ...a });\n', /face\.js/],
  ['globals', 'lib/face.js', (text) => text + 'const w = () => window.innerWidth;\n', /window/],
  ['globals', 'lib/face.js', (text) => text + 'setTimeout(new Function("return 1"));\n', /Function/],
  ['imports', 'lib/face.js', (text) => text + "require('./nowhere');\n", /nowhere/],
  ['imports', 'lib/face.js', (text) => text + "require('lodash');\n", /lodash/],
  ['parts', 'app.json', (text) => text.replace('"pages/log/log"', '"pages/lag/lag"'), /lag/],
  ['parts', 'components/message/message.json', (text) => text.replace('../voice/voice', '../voice/vioce'), /vioce/],
  ['parts', 'components/message/message.wxml', (text) => text + '<swiper></swiper>', /swiper/],
  ['parts', 'components/lonely/lonely.json', () => '{ "component": true }', /lonely\.js/],
  ['views', 'pages/chats/chats.wxml', (text) => text.replace('bindtap="open"', 'bindtap="opne"'), /opne/],
  ['views', 'pages/chats/chats.wxml', (text) => text.replace('wx:key="id"', ''), /wx:key/],
  ['views', 'pages/login/login.wxml', (text) => text.replace('/images/goose.png', '/images/gose.png'), /gose/],
  ['images', 'theme.json', (text) => text.replace('tab-me-dark.png', 'tab-you-dark.png'), /tab-you/],
  ['images', 'images/heavy.png', () => 'x'.repeat(300 * 1024), /heavy/],
  ['styles', 'pages/log/log.wxss', (text) => text + 'textarea { color: red; }', /textarea/],
  ['styles', 'pages/log/log.wxss', (text) => text + '.a { color: var(--colour); }', /--colour/],
  ['styles', 'app.wxss', (text) => text.replace('--hair: #29312f;', ''), /--hair/],
  ['sentences', 'lib/words/zh.js', (text) => text.replace("hint: '输入消息', ", ''), /input\.hint/],
  ['sentences', 'lib/words/en.js', (text) => text.replace('{name} is typing', 'Someone is typing'), /chat\.typing/],
  ['sentences', 'lib/words/en.js', (text) => text.replace(/too_fast: '[^']*',/, ''), /too_fast/],
  ['sizes', 'images/big.bin', () => 'x'.repeat(1024 * 1024), /package/],
  ['sizes', 'lib/long.js', () => '// x\n'.repeat(401), /401 lines/],
  ['wxml', 'pages/log/log.wxml', (text) => text + '<view class="a">', /log\.wxml/],
  ['wxml', 'pages/log/log.wxml', (text) => text + '<view class="{{a +}}"></view>', /log\.wxml/],
  ['wxss', 'pages/log/log.wxss', (text) => text + '.a { color: red; ', /log\.wxss/],
];

FAULTS.forEach(([rule, file, edit, message], i) => test('the rule ' + rule + ' sees fault ' + (i + 1) + ': ' + message, () => {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'hongyan-demo-'));
  try {
    fs.cpSync(ROOT, copy, { recursive: true });
    const target = path.join(copy, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const before = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : '';
    const after = edit(before);
    assert.notEqual(after, before, 'the fault is none');
    fs.writeFileSync(target, after);
    const found = ALL[rule](copy, context);
    assert.ok(found.some((one) => message.test(one)), 'found only: ' + JSON.stringify(found));
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}));

'use strict';
/**
 * What mini-programs demand of the sources, checked on the files as they are shipped: syntax no newer than ES2017 (phones get it as it
 * is), no missing import, one packed file that works, and a size that leaves room for the app. Needs the development tools:
 * `npm --prefix sdk ci`, then `npm --prefix sdk run typecheck`.
 */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const zlib = require('node:zlib');
const acorn = require('acorn');
const terser = require('terser');
const { pack } = require('../pack');
const { createFakeWx, loadSandboxed } = require('../fake-wx');

const ROOT = path.join(__dirname, '..');
const SHIPPED = ['kernel', 'hongyan', 'mobileimsdk', 'wafer'];
const FOLDERS = SHIPPED.concat(['mobileimsdk/module']);
const KB = 1024;
const BUDGETS = { kernel: 10 * KB, hongyan: 25 * KB, mobileimsdk: 8 * KB, wafer: 6 * KB };

const filesOf = (folder) => fs.readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.js')).map((name) => path.join(ROOT, folder, name));
const entryOf = (folder) => path.join(ROOT, folder, 'index.js');

test('syntax is ES2017 at most', () => {
  FOLDERS.forEach((folder) => filesOf(folder).forEach((file) => {
    acorn.parse(fs.readFileSync(file, 'utf8'), { ecmaVersion: 2017, sourceType: 'script' });
  }));
  ['a?.b', 'a ?? b', '({...a})', 'class A { b = 1 }', 'try {} catch {}'].forEach((newer) => {
    assert.throws(() => acorn.parse(newer, { ecmaVersion: 2017 }), newer);
  });
});

test('no file is longer than 400 lines', () => {
  FOLDERS.forEach((folder) => filesOf(folder).forEach((file) => {
    const lines = fs.readFileSync(file, 'utf8').split('\n').length;
    assert.ok(lines <= 400, file + ': ' + lines);
  }));
});

test('facades require the kernel and themselves, nothing else', () => {
  FOLDERS.forEach((folder) => filesOf(folder).forEach((file) => {
    for (const [, from] of fs.readFileSync(file, 'utf8').matchAll(/^const .*require\('([^']+)'\)/gm)) {
      assert.match(from, folder === 'kernel' ? /^\.\/\w/ : /^(\.\/|\.\.\/kernel\/)\w/, file);
    }
  }));
});

SHIPPED.forEach((folder) => test('size of ' + folder, async (context) => {
  const options = { ecma: 2017, toplevel: true, compress: { passes: 3, unsafe_arrows: true } };
  const { code } = await terser.minify(pack(entryOf(folder)), options);
  const bytes = zlib.gzipSync(code, { level: 9 }).length;
  context.diagnostic(folder + ': ' + bytes + ' bytes minified + gzip, of ' + BUDGETS[folder]);
  assert.ok(bytes <= BUDGETS[folder], folder + ': ' + bytes + ' bytes, budget ' + BUDGETS[folder]);
}));

test('the packed file is the SDK: it loads where nothing but the language exists, and connects', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hongyan-')), 'hongyan.js');
  fs.writeFileSync(file, pack(entryOf('hongyan')));
  const { device, server, platform } = createFakeWx();
  const Hongyan = loadSandboxed(file, { Promise: platform.Promise });
  assert.deepEqual(Object.keys(Hongyan), Object.keys(require('../hongyan')));
  const hy = Hongyan.create({ url: 'wss://im.example.com', app: 'demo', platform: Hongyan.wxPlatform(platform.wx, platform) });
  hy.login({ user: 'alice', token: 'x' }).catch(() => {});
  await device.settle();
  await device.settle();
  assert.equal(server.peers[0].url, 'wss://im.example.com/link');
  assert.equal(JSON.parse(server.peers[0].received[0]).op, 'login');
  device.dispose();
});

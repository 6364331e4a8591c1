/**
 * One phone. Address: phone.html?user=alice&slot=1&theme=dark&language=en&fake-mic&clock=MS
 *
 * The outer page steers it through `window.phone`.
 */

import { createModules } from './loader.js';
import { openDisk } from './disk.js';
import { createEngine, createStyles, loadFramework } from './engine.js';
import { loadPackage } from './package.js';
import { createPhone } from './phone.js';
import { createTransport } from './transport.js';

// Only these are run as code: whatever else this server holds, pictures of users among it, is not.
const APPS = { demo: '/demo/miniprogram/', test: '/demo/phones/test/app/' };

const asked = new URLSearchParams(location.search);
const user = asked.get('user') || 'alice';
const settings = {
  user,
  slot: asked.get('slot') || user,
  theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
  language: asked.get('language') === 'en' ? 'en' : 'zh_CN',
  fakeMicrophone: asked.has('fake-mic'),
  clockOffset: Number(asked.get('clock') || 0),
  auto: asked.get('auto') !== '0',
  server: location.origin,
};

async function start() {
  const [framework, pack, disk] = await Promise.all([
    loadFramework(), loadPackage(APPS[asked.get('app') || 'demo'] || APPS.demo), openDisk(settings.slot),
  ]);
  performance.mark('files are here');
  const fakeWx = createModules({});
  const { createDevice } = fakeWx.run('fake-wx/device.js');
  const { createRealClock } = fakeWx.run('fake-wx/real-clock.js');
  const phone = createPhone({
    settings, framework, pack, disk, styles: createStyles(pack), transport: createTransport(), createDevice, clock: createRealClock(), createEngine,
  });
  performance.mark('app has started');
  // For the outer page, and for whoever opens the console.
  window.phone = phone;
  document.dispatchEvent(new Event('phone-ready'));
  if (window.parent !== window) window.parent.dispatchEvent(new CustomEvent('phone-ready', { detail: settings.slot }));
}

start().catch((error) => {
  const note = document.querySelector('#splash p');
  if (note) note.textContent = 'The phone could not start: ' + error.message;
  throw error;
});

/** The landing page: language, theme, phones, credentials. */

import { createPhoneUnit } from './phone-unit.js';
import { language, onChange, say, setLanguage, setTheme, theme } from './words.js';

const PHONES_MAX = 4;
const PEOPLE = ['alice', 'bob', 'carol', 'dave'];
const COPIED_MS = 1500;

const byId = (id) => /** @type {any} */ (document.getElementById(id));

byId('language').addEventListener('click', () => setLanguage(language() === 'zh' ? 'en' : 'zh'));
byId('theme').addEventListener('click', () => setTheme(theme() === 'dark' ? 'light' : 'dark'));

// --- texts that all phones need, asked for once; a failure is not kept

/** @type {Map<string, Promise<string>>} */
const texts = new Map();
window.phoneShelf = (url) => {
  const known = texts.get(url);
  if (known) return known;
  const asked = fetch(url).then((reply) => {
    if (!reply.ok) throw new Error(url + ': ' + reply.status);
    return reply.text();
  });
  texts.set(url, asked);
  asked.catch(() => texts.delete(url));
  return asked;
};

// --- phones; who holds them stands in the address, so that a reload and a link bring the same

/** @type {any[]} */
let units = [];

function remember() {
  history.replaceState(null, '', location.pathname + location.search + '#' + units.map((unit) => unit.user()).join(','));
}

function arrange() {
  byId('add').hidden = units.length >= PHONES_MAX;
  units.forEach((unit) => unit.canRemove(units.length > 1));
}

/** @param {string} user */
function addPhone(user) {
  const taken = units.map((unit) => unit.index);
  const index = [1, 2, 3, 4].find((number) => !taken.includes(number));
  const unit = createPhoneUnit({
    index, user, onUser: remember,
    onRemove() {
      unit.dispose();
      units = units.filter((one) => one !== unit);
      arrange();
      remember();
    },
  });
  units.push(unit);
  byId('row').appendChild(unit.element);
  arrange();
}

addEventListener('phone-ready', (event) => units.forEach((unit) => unit.ready(event.detail)));
byId('add').addEventListener('click', () => {
  const there = units.map((unit) => unit.user());
  addPhone(PEOPLE.find((person) => !there.includes(person)) || PEOPLE[0]);
  remember();
});

const named = decodeURIComponent(location.hash.slice(1)).split(',').filter((user) => /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/.test(user)).slice(0, PHONES_MAX);
(named.length > 0 ? named : PEOPLE.slice(0, 2)).forEach(addPhone);

// --- what a developer copies

const link = location.origin.replace(/^http/, 'ws') + '/link';

function showSnippet() {
  byId('snippet').textContent = `const Hongyan = require('./lib/hongyan.js');

const hy = Hongyan.create({
  url: '${link}',
  app: 'demo',
  platform: Hongyan.wxPlatform(wx),
});
hy.on('message', (m) => console.log(m.from, m.content));

// ${say('令牌：见开发凭证，或 ./hongyan token', 'the token: see the credentials, or ./hongyan token')}
await hy.login({ token: '…' });
hy.sendText('s:bob', '${say('你好', 'hello')}');`;
}

let asking = 0;

/** Development credentials exist in development mode on this machine alone; elsewhere the box stays away. */
async function showCredentials() {
  asking += 1;
  const mine = asking;
  const user = byId('who').value.trim();
  const found = await fetch('/dev/credentials?user=' + encodeURIComponent(user)).then((reply) => (reply.ok ? reply.json() : null), () => null);
  if (mine !== asking) return;
  if (!found) {
    if (byId('credentials').hidden) return;
    byId('token').textContent = '—';
    byId('expires').textContent = '';
    return;
  }
  byId('credentials').hidden = false;
  byId('link').textContent = link;
  byId('app').textContent = found.app;
  byId('token').textContent = found.token;
  byId('token').title = found.token;
  byId('expires').textContent = new Date(found.expires).toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

byId('who').addEventListener('input', showCredentials);
document.querySelectorAll('.copy').forEach((button) => button.addEventListener('click', async () => {
  const text = byId(button.dataset.copy).textContent;
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  if (!copied) return;
  button.textContent = say('已复制', 'Copied');
  setTimeout(() => {
    button.textContent = '';
    const words = { zh: '复制', en: 'Copy' };
    Object.keys(words).forEach((one) => {
      const word = document.createElement('i');
      word.className = one;
      word.textContent = words[one];
      button.appendChild(word);
    });
  }, COPIED_MS);
}));

showSnippet();
showCredentials();
onChange(() => {
  showSnippet();
  showCredentials();
});

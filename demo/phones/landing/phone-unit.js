/** One phone on the page: its frame, who holds it, and everything that can happen to it. */

import { both, language, make, onChange, say, theme } from './words.js';
import { createWirePanel } from './wire-panel.js';

const SLOW_MS = 1500;
const POLL_MS = 1000;
const FACES = ['#13796b', '#c8643c', '#4f6aa8', '#8a5a9e', '#6b8e3d', '#b08932'];
const USER = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/;

/**
 * @param {object} given
 * @param {number} given.index place on the page: a phone keeps its storage by place and person
 * @param {string} given.user
 * @param {(user: string) => void} given.onUser
 * @param {() => void} given.onRemove
 */
export function createPhoneUnit({ index, user, onUser, onRemove }) {
  let who = user;
  /** @type {any} `window.phone` of the frame, once it is there */
  let phone = null;
  let air = 'up';
  const glass = make('iframe', 'glass');
  glass.setAttribute('allow', 'microphone; clipboard-write; autoplay');
  const face = make('span', 'face');
  const name = make('input', 'who');
  name.spellcheck = false;
  name.maxLength = 64;
  name.setAttribute('aria-label', 'user');
  const life = make('span', 'life');
  const remove = make('button', 'remove', ['×']);
  remove.type = 'button';
  const wire = createWirePanel();

  /** @param {Node} content @param {string} kind @param {() => void} act */
  function button(content, kind, act) {
    const element = make('button', kind, [content]);
    element.type = 'button';
    element.addEventListener('click', () => { if (phone) act(); });
    return element;
  }

  const home = button(both('放到后台', 'To background'), 'press home', () => (phone.device.state() === 'shown' ? phone.hide() : phone.show()));
  const kill = button(both('结束', 'Kill'), 'press kill', () => phone.kill());
  const cold = button(both('冷启动', 'Cold start'), 'press cold', () => phone.coldStart());
  const net = {
    up: button(both('正常', 'Good'), 'net-up', () => connect('up')),
    slow: button(both('慢', 'Slow'), 'bad net-slow', () => connect('slow')),
    down: button(both('断网', 'Lost'), 'bad net-down', () => connect('down')),
    'half-open': button(both('假连接', 'Half-open'), 'bad net-dead', () => connect('half-open')),
  };
  net['half-open'].title = say('连接已死，双方都不知道', 'The link is dead and nobody has noticed');
  const meter = make('div', 'meter', [make('div', '')]);
  const bytes = make('span', 'bytes');
  const fill = button(both('填满', 'Fill'), 'press fill', () => phone.fillStorage(!phone.full));
  const speech = { zh_CN: button(document.createTextNode('中文'), 'zh-phone', () => phone.setLanguage('zh_CN')), en: button(document.createTextNode('English'), 'en-phone', () => phone.setLanguage('en')) };
  const looks = { light: button(both('浅色', 'Light'), 'light-phone', () => phone.setTheme('light')), dark: button(both('深色', 'Dark'), 'dark-phone', () => phone.setTheme('dark')) };
  const line = (chinese, english, ...children) => make('div', 'line', [make('span', 'label', [both(chinese, english)]), ...children]);

  const element = make('article', 'unit', [
    make('div', 'unit-head', [face, name, life, remove]),
    make('div', 'body', [glass]),
    make('div', 'controls', [
      line('应用', 'App', home, kill, cold),
      line('网络', 'Network', make('div', 'seg', Object.values(net))),
      line('存储', 'Storage', meter, bytes, fill),
      line('外观', 'Look', make('div', 'seg', Object.values(looks)), make('div', 'seg', Object.values(speech))),
    ]),
    wire.element,
  ]);
  element.dataset.index = String(index);

  /** @param {'up' | 'slow' | 'down' | 'half-open'} next */
  function connect(next) {
    phone.slow(next === 'slow' ? SLOW_MS : 0);
    if (air === 'down' || air === 'half-open') phone.restoreNetwork();
    if (next === 'down') phone.loseNetwork('close');
    if (next === 'half-open') phone.loseNetwork('half-open');
    air = next;
    draw();
  }

  const press = (buttons, chosen) => Object.keys(buttons).forEach((key) => buttons[key].setAttribute('aria-pressed', String(key === chosen)));

  function draw() {
    face.textContent = (Array.from(who)[0] || '?').toUpperCase();
    face.style.background = FACES[Array.from(who).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7) % FACES.length];
    if (document.activeElement !== name) name.value = who;
    if (!phone) {
      life.textContent = say('正在启动…', 'Starting…');
      return;
    }
    const state = phone.state();
    life.dataset.life = state.life;
    life.dataset.air = state.life === 'shown' ? state.air : '';
    const words = {
      shown: say('前台', 'Running'), hidden: say('后台', 'In background'), suspended: say('已挂起', 'Suspended'), destroyed: say('已结束', 'Ended'),
    };
    const airs = { down: say('无网络', 'No network'), 'half-open': say('连接已死，尚不知', 'Dead link, unnoticed') };
    life.textContent = (state.life === 'shown' && airs[state.air]) || words[state.life];
    home.replaceChildren(state.life === 'shown' ? both('放到后台', 'To background') : both('回到前台', 'To foreground'));
    home.setAttribute('aria-pressed', String(state.life !== 'shown'));
    kill.disabled = state.life === 'destroyed';
    press(net, air);
    press(looks, state.theme);
    press(speech, state.language);
    fill.setAttribute('aria-pressed', String(state.full));
    fill.replaceChildren(state.full ? both('腾空', 'Free') : both('填满', 'Fill'));
    meter.classList.toggle('full', state.full);
    meter.firstElementChild.style.width = Math.min(100, (state.storageBytes / state.storageLimitBytes) * 100) + '%';
    bytes.textContent = (state.storageBytes / 1048576).toFixed(state.storageBytes < 104858 ? 2 : 1) + ' / 10 MB';
  }

  function load() {
    phone = null;
    air = 'up';
    const asked = new URLSearchParams({ user: who, slot: index + '-' + who, theme: theme(), language: language() === 'zh' ? 'zh_CN' : 'en' });
    const page = new URLSearchParams(location.search);
    ['fake-mic', 'app'].forEach((option) => { if (page.has(option)) asked.set(option, page.get(option)); });
    glass.src = '/demo/phones/phone.html?' + asked;
    glass.title = who;
    draw();
  }

  /** The phone in the frame has started. */
  function started() {
    phone = glass.contentWindow.phone;
    phone.device.frames.forEach(wire.add);
    phone.onFrame((frame) => {
      if (frame.kind === 'open' && frame.direction === 'out') wire.forget();
      wire.add(frame);
    });
    phone.onChange(draw);
    draw();
  }

  name.addEventListener('change', () => {
    const next = name.value.trim();
    if (!USER.test(next) || next === who) {
      name.value = who;
      return;
    }
    who = next;
    onUser(next);
    load();
  });
  name.addEventListener('keydown', (event) => { if (event.key === 'Enter') name.blur(); });
  remove.addEventListener('click', onRemove);
  const stopListening = onChange(() => {
    if (phone && phone.state().theme !== theme()) phone.setTheme(theme());
    draw();
  });
  const poll = setInterval(() => { if (phone) draw(); }, POLL_MS);

  load();
  return {
    element,
    index,
    user: () => who,
    /** @param {string} slot */
    ready: (slot) => { if (slot === index + '-' + who) started(); },
    canRemove: (can) => { remove.hidden = !can; },
    dispose() {
      clearInterval(poll);
      stopListening();
      element.remove();
    },
  };
}

/** The rest of `wx`: clipboard, places, settings, small things. */

import { make } from './frame.js';
import { createSelectorQuery } from './selector-query.js';

const PLACES = [
  ['上海外滩', 'The Bund, Shanghai', '上海市黄浦区中山东一路', 31.2400, 121.4900],
  ['西湖', 'West Lake', '浙江省杭州市西湖区', 30.2420, 120.1480],
  ['衡阳回雁峰', 'Huiyan Peak, Hengyang', '湖南省衡阳市雁峰区', 26.8890, 112.6120],
  ['雁门关', 'Yanmen Pass', '山西省忻州市代县', 39.1850, 112.8800],
  ['颐和园', 'Summer Palace', '北京市海淀区新建宫门路19号', 39.9990, 116.2750],
];
const CAPSULE = { width: 87, height: 32, right: 7 };

/**
 * @param {object} given
 * @param {any} given.dialogs
 * @param {any} given.host
 * @param {(chinese: string, english: string) => string} given.say
 */
export function createSystem({ dialogs, host, say }) {
  let clipboard = '';

  function askPlace() {
    return dialogs.sheet(PLACES.map((place) => say(place[0], place[1])), { title: say('选择位置', 'Choose a place') });
  }

  function showPlace(options) {
    return dialogs.ask((answer) => {
      const panel = make('div', 'place');
      const card = make('div', 'place-card');
      card.append(
        Object.assign(make('strong', ''), { textContent: options.name || say('位置', 'Place') }),
        Object.assign(make('span', ''), { textContent: options.address || '' }),
        Object.assign(make('span', 'place-numbers'), { textContent: Number(options.latitude).toFixed(4) + ', ' + Number(options.longitude).toFixed(4) }),
        dialogs.press(say('返回', 'Back'), 'sheet-cancel', () => answer(undefined)),
      );
      panel.append(make('div', 'place-map', [make('i', 'place-pin')]), card);
      return panel;
    });
  }

  /** @param {any} parts */
  function api({ calls, createEvent, life, clock }) {
    const done = (name, work) => calls.api(name, (options, reply) => {
      const more = work ? work(options) : undefined;
      reply.ok(more);
    });
    const keyboard = createEvent();
    const errors = createEvent();
    const resizes = createEvent();
    return {
      vibrateShort: done('vibrateShort', () => { host.shake(); }),
      vibrateLong: done('vibrateLong', () => { host.shake(); }),
      setClipboardData: calls.api('setClipboardData', (options, reply) => {
        clipboard = String(options.data);
        // The browser's own clipboard where it allows that; the phone's in any case.
        if (navigator.clipboard) navigator.clipboard.writeText(clipboard).catch(() => {});
        host.wx().showToast({ title: say('内容已复制', 'Copied'), icon: 'none' });
        reply.ok();
      }),
      getClipboardData: done('getClipboardData', () => ({ data: clipboard })),
      chooseLocation: calls.api('chooseLocation', (_, reply) => {
        askPlace().then((index) => {
          if (index === null) reply.fail('cancel');
          else reply.ok({ name: say(PLACES[index][0], PLACES[index][1]), address: PLACES[index][2], latitude: PLACES[index][3], longitude: PLACES[index][4] });
        });
      }),
      openLocation: done('openLocation', (options) => { showPlace(options); }),
      getSetting: done('getSetting', () => ({ authSetting: { 'scope.record': true, 'scope.writePhotosAlbum': true, 'scope.userLocation': true } })),
      openSetting: done('openSetting', () => ({ authSetting: { 'scope.record': true } })),
      authorize: done('authorize'),
      hideKeyboard: done('hideKeyboard', () => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); }),
      setKeepScreenOn: done('setKeepScreenOn'),
      setBackgroundColor: done('setBackgroundColor'),
      setBackgroundTextStyle: done('setBackgroundTextStyle'),
      showShareMenu: done('showShareMenu'),
      hideShareMenu: done('hideShareMenu'),
      onKeyboardHeightChange: keyboard.on,
      offKeyboardHeightChange: keyboard.off,
      onWindowResize: resizes.on,
      offWindowResize: resizes.off,
      onError: errors.on,
      offError: errors.off,
      nextTick: (task) => { clock.set(() => life.deliver(task), 0); },
      createSelectorQuery: () => createSelectorQuery(host.currentPage, (task) => { clock.set(() => life.deliver(task), 0); }),
      getMenuButtonBoundingClientRect() {
        const { clientWidth } = document.documentElement;
        const top = host.statusBar() + 6;
        return {
          width: CAPSULE.width, height: CAPSULE.height, top, bottom: top + CAPSULE.height,
          right: clientWidth - CAPSULE.right, left: clientWidth - CAPSULE.right - CAPSULE.width,
        };
      },
      getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
      canIUse: (name) => name.split('.')[0] in host.wx(),
      env: { USER_DATA_PATH: 'http://usr' },
    };
  }
  return { api };
}

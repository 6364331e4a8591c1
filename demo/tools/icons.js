'use strict';
/**
 * Our drawings, and what is made of them: components/glyph/glyph.wxss (signs as masks, they take the colour of the text) and the PNG
 * files in images/ (WeChat's tab bar takes nothing else). After a change: `node demo/tools/icons.js`; it needs Chromium.
 */

const fs = require('node:fs');
const path = require('node:path');

const HOME = path.join(__dirname, '..', 'miniprogram');

/** 24 × 24, drawn with a line */
const SIGNS = {
  voice: "<circle cx='12' cy='12' r='9.5'/><path d='M8.6 10.2a2.6 2.6 0 0 1 0 3.6M11.2 8a5.6 5.6 0 0 1 0 8M13.9 5.9a8.6 8.6 0 0 1 0 12.2'/>",
  keyboard: "<circle cx='12' cy='12' r='9.5'/><path d='M7.5 9.3h.01M10.5 9.3h.01M13.5 9.3h.01M16.5 9.3h.01M7.5 12.2h.01M10.5 12.2h.01M13.5 12.2h.01M16.5 12.2h.01M9 15.3h6'/>",
  smile: "<circle cx='12' cy='12' r='9.5'/><path d='M8.7 9.6v.6M15.3 9.6v.6M7.6 13.6c1 2 2.6 3 4.4 3s3.4-1 4.4-3'/>",
  plus: "<circle cx='12' cy='12' r='9.5'/><path d='M12 7.500v9M7.5 12h9'/>",
  erase: "<path d='M8.5 5.500h11a1.5 1.5 0 0 1 1.5 1.500v10a1.5 1.5 0 0 1-1.5 1.500h-11L2.8 12zM11.5 9.500l5 5M16.5 9.500l-5 5'/>",
  picture: "<rect x='3' y='4.5' width='18' height='15' rx='2.5'/><circle cx='8.5' cy='9.8' r='1.7'/><path d='M3.5 17.500l5-4.5 3.5 3 4-4.5 4.7 5'/>",
  camera: "<path d='M4.5 7.500h3l1.6-2.500h5.800l1.6 2.500h3A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.500h-15A1.5 1.5 0 0 1 3 18V9a1.5 1.5 0 0 1 1.5-1.500z'/><circle cx='12' cy='13' r='3.6'/>",
  video: "<rect x='2.5' y='6' width='13' height='12' rx='2.5'/><path d='M15.5 10.500l6-3.500v10l-6-3.5'/>",
  place: "<path d='M12 21.500c4.5-4.7 7-8.3 7-11.500a7 7 0 1 0-14 0c0 3.2 2.5 6.8 7 11.500z'/><circle cx='12' cy='10' r='2.6'/>",
  copy: "<rect x='8.5' y='8.5' width='11.5' height='11.5' rx='2'/><path d='M15.5 8.500V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.500a2 2 0 0 0 2 2h2.5'/>",
  quote: "<path d='M4 6.500h16M4 12h9M4 17.500h6M20 11v5.500h-5.500M20 16.500l-3.5-3.5'/>",
  edit: "<path d='M4 20l1-4.500L16.5 4a1.9 1.900 0 0 1 2.700 0l.8.800a1.9 1.900 0 0 1 0 2.700L8.5 19zM14.500 6l3.500 3.500'/>",
  forward: "<path d='M13.5 5l6.5 6-6.5 6v-3.500c-4.5-.2-7.500 1-9.500 4 .5-5.500 3.500-8.500 9.500-9z'/>",
  recall: "<path d='M4.5 9.500h10a5 5 0 0 1 0 10H9M8.5 5l-4.5 4.5 4.5 4.5'/>",
  resend: "<path d='M19.5 12a7.5 7.5 0 1 1-2.3-5.400M19.8 3.500v4h-4'/>",
  remove: "<path d='M4.5 7h15M9 7V4.500h6V7M6.5 7l.8 12.500h9.400L17.5 7M10 11v5M14 11v5'/>",
  why: "<circle cx='12' cy='12' r='9'/><path d='M12 11v5.500M12 7.700v.1'/>",
  close: "<path d='M6.5 6.500l11 11M17.5 6.500l-11 11'/>",
  down: "<path d='M12 5v13M6.5 12.500L12 18l5.5-5.5'/>",
  chevron: "<path d='M9 5.500l6.5 6.500L9 18.5'/>",
  alert: "<circle cx='12' cy='12' r='9'/><path d='M12 7.500v5.500M12 16.300v.1'/>",
  muted: "<path d='M6 16.500h12c-1.3-1.5-1.7-3-1.7-6a4.3 4.3 0 0 0-8.6 0c0 3-.4 4.5-1.7 6zM10 19.500a2.2 2.2 0 0 0 4 0M4 4l16 16'/>",
  broken: "<path d='M13 4.500h5.500A2.5 2.5 0 0 1 21 7v10a2.5 2.5 0 0 1-2.5 2.500H11l2-4-3.5-3 3-3.500zM9.5 19.500h-4A2.5 2.5 0 0 1 3 17V7a2.5 2.5 0 0 1 2.5-2.500H9l-1 3.5'/>",
  add: "<circle cx='10' cy='8' r='4'/><path d='M2.5 20.500c.6-4 3.5-6 7.5-6s6.9 2 7.5 6M19 7v6M16 10h6'/>",
  people: "<circle cx='9' cy='8.5' r='3.6'/><path d='M2.5 19.500c.5-3.6 3-5.300 6.500-5.300s6 1.7 6.500 5.300M15.5 5.300a3.4 3.4 0 0 1 0 6.500M17.5 14.600c2.3.6 3.7 2.200 4 4.900'/>",
  heart: "<path d='M12 20c-5-3.600-8.500-6.800-8.500-10.700A4.600 4.600 0 0 1 12 6.800a4.600 4.600 0 0 1 8.500 2.500c0 3.900-3.500 7.100-8.500 10.700z'/>",
  room: "<path d='M5 4.500h9A1.5 1.500 0 0 1 15.5 6v5a1.5 1.500 0 0 1-1.5 1.500H8.500L5.5 15v-2.500H5A1.5 1.500 0 0 1 3.5 11V6A1.5 1.500 0 0 1 5 4.500zM18.5 9.500h.5a1.5 1.500 0 0 1 1.5 1.500v5a1.5 1.500 0 0 1-1.5 1.500h-.500V20l-3-2.500h-4A1.5 1.500 0 0 1 10.5 16'/>",
  horn: "<path d='M4 10v4h3.500L14 18.500v-13L7.500 10zM17 9a4 4 0 0 1 0 6M19.3 6.500a7.6 7.6 0 0 1 0 11'/>",
  enter: "<path d='M13.500 4.500H18a1.5 1.5 0 0 1 1.5 1.500v12a1.5 1.5 0 0 1-1.5 1.500h-4.500M4 12h10.500M10.500 8l4 4-4 4'/>",
  check: "<path d='M5 12.500l4.500 4.500L19 7.500'/>",
  more: "<path d='M12 5v14M5 12h14'/>",
};
/** 24 × 24, filled */
const FILLED = {
  play: "<path d='M8 5.200v13.600a.8.8 0 0 0 1.2.7l10.8-6.800a.8.8 0 0 0 0-1.400L9.2 4.500A.8.8 0 0 0 8 5.200z'/>",
};
const TABS = {
  chats: "<path d='M12 4c5 0 9 3.3 9 7.500S17 19 12 19c-1 0-2-.1-2.9-.4L4.8 20.500l1-3.600C4 15.5 3 13.6 3 11.5 3 7.3 7 4 12 4z'/>",
  contacts: "<circle cx='12' cy='8' r='4.2'/><path d='M3.8 20.500c.8-4.3 4-6.3 8.2-6.300s7.4 2 8.2 6.300z'/>",
  me: "<circle cx='12' cy='12' r='9.3'/><circle cx='12' cy='9.8' r='3.1'/><path d='M6.3 18.900c1-2.7 3.1-4 5.7-4s4.7 1.3 5.7 4'/>",
};
const COLOURS = { light: ['#7C8986', '#13796B'], dark: ['#8B9794', '#55C2AF'] };

/** A wild goose on its way, above two lines of water. */
const GOOSE = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 128 96'>
<circle cx='92' cy='34' r='17' fill='#E2805A'/>
<path d='M14 44c18-2 33 1 44 10 4-19 16-33 38-42-7 10-11 20-13 31 6-1 12-1 17 1l14 3-14 4c-5 1-9 3-13 6-9 7-21 11-35 9-13-2-25-9-38-22z' fill='#13796B'/>
<path d='M58 54c4-19 16-33 38-42-7 10-11 20-13 31-9 2-17 6-25 11z' fill='#2E9C8B'/>
<circle cx='98.5' cy='46.3' r='1.7' fill='#fff'/>
<path d='M26 80h30M64 80h40M44 88h44' stroke='#9CC9C0' stroke-width='3' stroke-linecap='round' fill='none'/>
</svg>`;

/** @param {string} body @param {boolean} filled */
const sign = (body, filled) => "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' " + (filled ? "fill='black'"
  : "fill='none' stroke='black' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round'") + '>' + body + '</svg>';
const dataUri = (svg) => 'data:image/svg+xml,' + svg.replace(/%/g, '%25').replace(/#/g, '%23').replace(/</g, '%3C').replace(/>/g, '%3E');
const trim = (svg) => svg.replace(/(\.\d)00\b/g, '$1');

function styles() {
  const rules = ['/* Made by demo/tools/icons.js. */',
    '.glyph { background-color: currentColor; -webkit-mask-repeat: no-repeat; mask-repeat: no-repeat; -webkit-mask-position: center; mask-position: center; -webkit-mask-size: contain; mask-size: contain; }',
    '.s { width: 16px; height: 16px; }', '.m { width: 22px; height: 22px; }', '.b { width: 27px; height: 27px; }', '.l { width: 28px; height: 28px; }'];
  [[SIGNS, false], [FILLED, true]].forEach(([group, filled]) => Object.keys(group).forEach((name) => {
    const uri = 'url("' + dataUri(trim(sign(group[name], filled))) + '")';
    rules.push('.' + name + ' { -webkit-mask-image: ' + uri + '; mask-image: ' + uri + '; }');
  }));
  return rules.join('\n') + '\n';
}

async function pictures() {
  const puppeteer = require('puppeteer-core');
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  async function png(svg, width, height, file) {
    await page.setViewport({ width, height });
    await page.setContent('<body style="margin:0">' + svg.replace('<svg ', '<svg width="' + width + '" height="' + height + '" style="display:block" '));
    await page.screenshot({ path: path.join(HOME, 'images', file), omitBackground: true });
  }
  for (const theme of Object.keys(COLOURS)) {
    for (const name of Object.keys(TABS)) {
      const [off, on] = COLOURS[theme];
      const box = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-1.5 -1.5 27 27' stroke-width='1.6' stroke-linejoin='round' stroke-linecap='round' ";
      await png(box + "fill='none' stroke='" + off + "'>" + TABS[name] + '</svg>', 81, 81, 'tab-' + name + '-' + theme + '.png');
      const inner = name === 'me' ? TABS[name].replace(/<circle cx='12' cy='9.8'.*/, "<g stroke='none' fill='white'><circle cx='12' cy='9.6' r='3.2'/><path d='M6 18.300c.9-2.7 3.2-4.3 6-4.300s5.1 1.6 6 4.300a9 9 0 0 1-12 0z'/></g>") : TABS[name];
      await png(box + "fill='" + on + "' stroke='" + on + "'>" + inner + '</svg>', 81, 81, 'tab-' + name + '-' + theme + '-on.png');
    }
  }
  await png(GOOSE, 256, 192, 'goose.png');
  await browser.close();
}

if (require.main === module) {
  fs.writeFileSync(path.join(HOME, 'components', 'glyph', 'glyph.wxss'), styles());
  pictures().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { styles };

'use strict';
/**
 * A heavy user: 50 conversations of 10,000 messages, scrolled through by turns, with drafts everywhere. WeChat gives 1 MB per key and 10 MB
 * in all; nothing may be refused, and after a cold start without network all that one looks at first is there.
 */

const assert = require('node:assert/strict');
const test = require('node:test');
const { createStage } = require('./stage');

const CONVERSATIONS = 50;
const MESSAGES = 10000;
/** pages of history that are looked at in each: together more than storage can hold */
const PAGES_SCROLLED = 60;
const KEY_LIMIT_BYTES = 1024 * 1024;

test('50 conversations of 10,000 messages stay within 1 MB per key and 10 MB in all', async (t) => {
  const stage = createStage();
  for (let c = 0; c < CONVERSATIONS; c += 1) {
    for (let i = 0; i < MESSAGES; i += 1) stage.server.say('user' + c, 'alice', 'message number ' + i + ' with some words in it, 和一些汉字');
  }
  stage.boot();
  await stage.advance(60000);
  const { hy, drafts } = stage.app.account;
  assert.equal(hy.state, 'online');
  assert.equal(stage.top().data.lines.length, CONVERSATIONS);
  const troubles = [];
  hy.on('storage', (trouble) => troubles.push(trouble));
  let most = 0;
  for (let c = 0; c < CONVERSATIONS; c += 1) {
    const conv = 's:user' + c;
    let before = 0;
    for (let i = 0; i < PAGES_SCROLLED; i += 1) {
      const page = await stage.clock.until(hy.history(conv, { before: before || undefined, limit: 31 }));
      ({ before } = page);
    }
    drafts.set(conv, '草'.repeat(6000), 0);
    await stage.advance(2000);
    most = Math.max(most, stage.device.wx.getStorageInfoSync().currentSize);
  }
  const info = stage.device.wx.getStorageInfoSync();
  info.keys.forEach((key) => {
    const bytes = Buffer.byteLength(JSON.stringify(stage.device.wx.getStorageSync(key)));
    assert.ok(bytes < KEY_LIMIT_BYTES, key + ' has ' + bytes);
  });
  t.diagnostic('most used: ' + most + ' KB of ' + info.limitSize + '; keys: ' + info.keys.length + '; pages that gave way: ' + troubles.filter((one) => one.removed > 0).length + ' times');
  assert.ok(most <= info.limitSize);
  assert.equal(troubles.filter((one) => one.full).length, 0, 'nothing was refused: ' + JSON.stringify(troubles[0]));

  // What was looked at last is what one looks at first.
  await stage.device.loseNetwork('close');
  stage.coldStart();
  assert.equal(stage.top().data.lines.length, CONVERSATIONS);
  assert.equal(stage.top().data.lines.filter((line) => line.draft).length, 40, 'the newest drafts');
  await stage.chat('user' + (CONVERSATIONS - 1));
  assert.equal(stage.rowsOf().pop().text.slice(0, 19), 'message number 9999');
  stage.end();
});

'use strict';
/** What phone.html names is what there is: a module that is missing there would only make the start slower, and nobody would see it. */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const PHONES = path.join(__dirname, '..');
const HTML = fs.readFileSync(path.join(PHONES, 'phone.html'), 'utf8');

/** @param {string} folder */
const scripts = (folder) => fs.readdirSync(folder, { recursive: true }).map(String).filter((file) => file.endsWith('.js')).map((file) => file.split(path.sep).join('/')).sort();

test('every module of the host is preloaded', () => {
  const named = Array.from(HTML.matchAll(/modulepreload" href="\/demo\/phones\/host\/([^"]+)"/g), (match) => match[1]).sort();
  assert.deepEqual(named, scripts(path.join(PHONES, 'host')).filter((file) => file !== 'define.js' && file !== 'main.js'));
});

test('nothing inline, nothing from elsewhere', () => {
  for (const page of ['index.html', 'phone.html']) {
    const text = fs.readFileSync(path.join(PHONES, page), 'utf8');
    assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/, page);
    assert.deepEqual(Array.from(text.matchAll(/(?:src|href)="(?!\/|#)([^"]+)"/g), (match) => match[1]), [], page);
  }
});

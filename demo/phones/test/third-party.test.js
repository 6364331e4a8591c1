'use strict';
/** What lies in third_party is what its publishers have published. */

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const HOME = path.join(__dirname, '..', '..', '..', 'third_party');
const VERSION = '0.12.1';

test('every file has its checksum, and every checksum its file', () => {
  const lines = fs.readFileSync(path.join(HOME, 'checksums.sha256'), 'utf8').trim().split('\n').map((line) => line.split('  '));
  const there = fs.readdirSync(HOME, { recursive: true }).map(String).filter((file) => file.includes(path.sep) && fs.statSync(path.join(HOME, file)).isFile());
  assert.deepEqual(lines.map((line) => line[1]).sort(), there.map((file) => file.split(path.sep).join('/')).sort());
  lines.forEach(([sum, file]) => {
    assert.equal(createHash('sha256').update(fs.readFileSync(path.join(HOME, file))).digest('hex'), sum, file);
  });
});

test('the three packages have one version and their licence', () => {
  for (const name of fs.readdirSync(HOME, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name)) {
    assert.equal(JSON.parse(fs.readFileSync(path.join(HOME, name, 'package.json'), 'utf8')).version, VERSION, name);
    assert.match(fs.readFileSync(path.join(HOME, name, 'LICENSE'), 'utf8'), /Permission is hereby granted, free of charge/);
  }
});

'use strict';
/**
 * A Wafer server from memory, in the process of the test: sessions, tunnels, the chat room and the `conf.` hooks of a server in test
 * mode. What it is asked and what it is told is kept; `script` puts other answers in the way of the usual one.
 */

const { createCipheriv } = require('node:crypto');

const MAGIC = 'F2C224D4-2BCE-4C64-AF9F-A6D872000D1A';
const APP_ID = 'wx0000000000000000';
const SESSION_KEY = 'AAECAwQFBgcICQoLDA0ODw==';
const IV = '8PHy8/T19vf4+fr7/P3+/w==';

/** What WeChat's getUserInfo gave in its days, encrypted as WeChat did. @param {string} openid @param {string} appid */
function profileOf(openid, appid) {
  const userInfo = { nickName: 'Ada 你好', gender: 0, language: 'en', city: '', province: '', country: '', avatarUrl: '' };
  const key = Buffer.from(SESSION_KEY, 'base64');
  const encrypt = (iv) => {
    const cipher = createCipheriv('aes-128-cbc', key, iv);
    const plain = JSON.stringify(Object.assign({ openId: openid }, userInfo, { watermark: { timestamp: 1500000000, appid } }));
    return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
  };
  const rawData = JSON.stringify(userInfo);
  return () => ({
    userInfo: Object.assign({}, userInfo), rawData, signature: 'unused', encryptedData: encrypt(Buffer.from(IV, 'base64')), iv: IV, encryptData: encrypt(key),
  });
}

/** The code of a server in development mode. @param {string} openid */
const devCode = (openid) => 'dev:' + openid + ':' + encodeURIComponent(SESSION_KEY);

/** @param {any} transport  the scripted server of fake-wx */
function createFakeServer(transport) {
  /** @type {Map<string, { id: string, openid: string }>} by skey */
  const sessions = new Map();
  /** @type {Map<string, any>} by the secret of the address */
  const issued = new Map();
  const scripts = {};
  const asked = [];
  const tunnels = [];
  let count = 0;

  const ok = (data) => ({ statusCode: 200, data });
  const failure = (error) => ok({ [MAGIC]: 1, code: -1, error, message: 'said by the server' });
  const headersOf = (request) => Object.keys(request.header).reduce((all, name) => Object.assign(all, { [name.toLowerCase()]: request.header[name] }), {});

  function sessionOf(header) {
    const found = sessions.get(header['x-wx-skey']);
    return found && (header['x-wx-id'] === undefined || header['x-wx-id'] === found.id) ? found : null;
  }

  function login(header) {
    const code = String(header['x-wx-code'] || '');
    const openid = code.split(':')[1];
    if (!openid) return failure('INVALID_REQUEST');
    count += 1;
    const session = { id: 'id-of-' + openid, skey: 'skey-' + count };
    sessions.set(session.skey, { id: session.id, openid });
    return ok({ [MAGIC]: 1, session, code: 0, data: { skey: session.skey, userinfo: { openId: openid, nickName: 'of the server' } } });
  }

  function open(header) {
    if (header['x-wx-skey'] !== undefined && !sessionOf(header)) return failure('ERR_INVALID_SESSION');
    count += 1;
    const url = 'wss://server/ws/' + count;
    issued.set(url, { who: sessionOf(header) });
    return ok({ url, code: 0, data: { connectUrl: url, tunnelId: 't' + count } });
  }

  const routes = {
    '/wafer/login': login,
    '/wafer/user': (header) => (sessionOf(header) ? ok({ code: 0, data: { userInfo: { openId: sessionOf(header).openid } } })
      : failure(header['x-wx-skey'] === undefined ? 'ERR_CHECK_LOGIN_FAILED' : 'ERR_INVALID_SESSION')),
    '/wafer/tunnel': open,
    '/plain': (header) => ok({ plain: true, session: header['x-wx-skey'] !== undefined }),
  };

  transport.onRequest((request) => {
    const header = headersOf(request);
    const path = request.url.replace(/^https?:\/\/[^/]*/, '');
    asked.push({ method: request.method, path, header, body: request.body });
    const waiting = scripts[path.split('?')[0]];
    if (waiting && waiting.length > 0) {
      const next = waiting.shift();
      return next === 'silence' ? undefined : next;
    }
    const route = routes[path.split('?')[0]];
    return route ? route(header) : { statusCode: 404, data: 'not found' };
  });

  const say = (peer, type, content) => peer.send('message:' + JSON.stringify(content === undefined ? { type } : { type, content }));
  const inRoom = () => tunnels.filter((one) => one.peer.state() === 'open');
  const broadcast = (type, content) => inRoom().forEach((one) => say(one.peer, type, content));

  function end(tunnel, byPacket) {
    if (byPacket) tunnel.peer.send('close');
    tunnel.peer.close(1000);
    broadcast('people', { total: inRoom().length, leave: tunnel.me });
  }

  function hear(tunnel, type, content) {
    if (type === 'speak') broadcast('speak', { word: content && content.word, who: tunnel.me });
    else if (type === 'conf.echo') say(tunnel.peer, content.type, content.content);
    else if (type === 'conf.kick') end(tunnel, true);
    else if (type === 'conf.drop') tunnel.peer.kill();
  }

  transport.onSocket((peer) => {
    const ticket = issued.get(peer.url);
    if (!ticket) {
      peer.close(1008, 'no such tunnel');
      return;
    }
    issued.delete(peer.url);
    const tunnel = { peer, me: ticket.who ? { openId: ticket.who.openid } : null };
    tunnels.push(tunnel);
    broadcast('people', { total: inRoom().length, enter: tunnel.me });
    peer.onMessage((text) => {
      if (text === 'ping' && !server.deaf) peer.send('pong');
      if (text === 'close') end(tunnel, false);
      if (text.startsWith('message:')) {
        const { type, content } = JSON.parse(text.slice(8));
        hear(tunnel, type, content);
      }
    });
  });

  const server = {
    asked,
    tunnels,
    sessions,
    /** answers no ping */
    deaf: false,
    /** The next answers of a path: a reply of fake-wx, or 'silence'. @param {string} path @param {...any} replies */
    script: (path, ...replies) => { scripts[path] = (scripts[path] || []).concat(replies); },
    /** To the latest tunnel, as it is. @param {string} text */
    push: (text) => tunnels[tunnels.length - 1].peer.send(text),
    ok,
    failure,
    expire: () => sessions.clear(),
  };
  return server;
}

module.exports = { APP_ID, MAGIC, createFakeServer, devCode, profileOf };

'use strict';
/**
 * A business server as they were written for Wafer: the vendor's server SDK for Node, unmodified, and a chat room on it. Its sessions and its
 * tunnels are ours.
 */

const http = require('node:http');

const KEY = 'a key of the tests';
const PATIENCE_MS = 60000;

/** @param {number} port @param {string} base  of the server that has the sessions and tunnels */
async function startBusiness(port, base) {
  const qcloud = require('qcloud-weapp-server-sdk');
  const { LoginService, TunnelService } = qcloud;
  qcloud.config({ ServerHost: '127.0.0.1:' + port, AuthServerUrl: base + '/mina_auth/', TunnelServerUrl: base, TunnelSignatureKey: KEY });

  /** @type {Map<string, any>} who is in the room */
  const inside = new Map();
  /** @type {any[]} */
  const users = [];
  const requested = new Map();
  const faults = [];
  let last = Promise.resolve();

  /** One push after the other: each is a request of its own. @param {() => Promise<any>} push */
  function inOrder(push) {
    const done = last.then(push);
    last = done.catch((error) => { faults.push(String(error && error.message)); });
    return done;
  }
  const broadcast = (type, content) => inOrder(() => (inside.size > 0 ? TunnelService.broadcast(Array.from(inside.keys()), type, content) : Promise.resolve()));
  const faceOf = (user) => (user ? { openId: user.openId, nickName: user.nickName } : null);

  const handler = {
    onRequest(tunnelId, user) { requested.set(tunnelId, user); },
    onConnect(tunnelId) {
      inside.set(tunnelId, requested.get(tunnelId));
      broadcast('people', { total: inside.size, enter: faceOf(inside.get(tunnelId)) });
    },
    onMessage(tunnelId, type, content) {
      if (type === 'speak') broadcast('speak', { word: content.word, who: faceOf(inside.get(tunnelId)) });
      else if (type === 'conf.echo') inOrder(() => TunnelService.emit(tunnelId, content.type, content.content));
      else if (type === 'conf.kick') inOrder(() => TunnelService.closeTunnel(tunnelId));
    },
    onClose(tunnelId) {
      const who = faceOf(inside.get(tunnelId));
      inside.delete(tunnelId);
      requested.delete(tunnelId);
      broadcast('people', { total: inside.size, leave: who });
    },
  };

  const routes = {
    '/wafer/login': (req, res) => LoginService.create(req, res).login().then((result) => users.push(result.userInfo)),
    '/wafer/user': (req, res) => LoginService.create(req, res).check().then((result) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ code: 0, data: result.userInfo }));
    }),
    '/wafer/tunnel': (req, res) => TunnelService.create(req, res).handle(handler, { checkLogin: req.method === 'GET' && 'x-wx-skey' in req.headers }),
  };

  const server = http.createServer((req, res) => {
    const parts = [];
    req.on('data', (bytes) => parts.push(bytes));
    req.on('end', () => {
      const body = Buffer.concat(parts).toString();
      req.body = body ? JSON.parse(body) : {};
      const route = routes[req.url.split('?')[0]];
      // A refused login is answered by the SDK itself, and told by a rejected promise.
      if (route) Promise.resolve(route(req, res)).catch(() => {});
      else res.writeHead(404).end();
    });
  });
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });

  return {
    port, users, faults,
    inside: () => Array.from(inside.keys()),
    push: (ids) => TunnelService.broadcast(ids, 'push', {}),
    /** @template T @param {() => T} done @returns {Promise<T>} */
    async until(done) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = done();
        if (found) return found;
        if (Date.now() > end) throw new Error('did not come: ' + done);
        await new Promise((resolve) => { setTimeout(resolve, 10); });
      }
    },
    end: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

module.exports = { KEY, startBusiness };

'use strict';
/**
 * What a mini-program can see of a Wafer SDK, as scripts: each does what an app does and notes what it is told. They are run on the vendors'
 * packages and on ours, and the notes compared. Written from the published text and from runs, on the world of world.js.
 */

const { MAGIC } = require('./fake-server');

const STORED = 'weapp_session_' + MAGIC;

/** @type {Record<string, { run: (w: any) => Promise<void>, options?: any }>} */
const SESSION = {
  'nothing set up': {
    async run(w) {
      w.sdk.login(w.outcome('login'));
      w.note('login returned');
      w.sdk.login(Object.assign({ loginUrl: w.loginUrl }, w.outcome('login with an address only')));
      w.sdk.request(Object.assign({ url: w.userUrl, login: true }, w.callbacks('request')));
      w.attempt('login without options', () => w.sdk.login());
      w.attempt('request without options', () => w.sdk.request());
      w.attempt('request of a text', () => w.sdk.request('https://server/user'));
      await w.settle();
    },
  },
  'the headers of a session, for an app that asks by itself': {
    async run(w) {
      w.note('none', w.sdk.buildSessionHeader());
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      w.note('header', w.sdk.buildSessionHeader());
      w.sdk.clearSession();
      w.note('cleared', w.sdk.buildSessionHeader());
    },
  },
  'login, and again without the network': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      w.note('stored', w.stored());
      w.sdk.login(w.outcome('again'));
      w.note('again returned');
      await w.settle();
      w.device.account.expireSession();
      w.sdk.login(w.outcome('WeChat forgot the session'));
      await w.settle();
      w.sdk.clearSession();
      w.note('cleared', w.stored());
      w.attempt('without callbacks', () => w.sdk.login({}));
      await w.settle();
      w.note('stored', w.stored());
      w.device.coldStart();
      w.boot();
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('after a cold start'));
      await w.settle();
    },
  },
  'login at another address, with a method and data': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl + '?set');
      w.sdk.login(Object.assign({ loginUrl: w.loginUrl + '?given', method: 'POST', data: { a: 1 } }, w.outcome('login')));
      await w.settle();
      w.note('body', Buffer.from(w.server.asked[0].body || '').toString());
    },
  },
  'WeChat has no code': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.device.account.breakLogin('system error');
      w.sdk.login(w.outcome('login'));
      w.sdk.request(Object.assign({ url: w.userUrl, login: true }, w.callbacks('request')));
      await w.settle();
    },
  },
  'no profile: the person refuses': {
    options: { profile: () => 'auth deny' },
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
    },
  },
  'no profile: the call is gone': {
    options: { without: ['getUserInfo'] },
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.attempt('login', () => w.sdk.login(w.outcome('login')));
      await w.settle();
    },
  },
  'a login the server answers oddly': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      const session = { id: 'i', skey: 's' };
      const answers = [
        { statusCode: 500, data: { [MAGIC]: 1, session } },
        { statusCode: 200, data: { [MAGIC]: 0, session } },
        { statusCode: 200, data: { session } },
        { statusCode: 200, data: { [MAGIC]: 1, error: 'ERR_X', message: 'why' } },
        { statusCode: 200, data: 'text' },
        { statusCode: 200, data: null },
        { statusCode: 502, data: '<html>' },
        { statusCode: 200, data: { [MAGIC]: 1, session: {} } },
      ];
      for (const answer of answers) {
        w.sdk.clearSession();
        w.server.script('/wafer/login', answer);
        w.sdk.login(w.outcome('login'));
        await w.settle();
        w.note('stored', w.stored());
      }
      w.server.script('/wafer/login', 'silence');
      w.sdk.clearSession();
      w.sdk.login(w.outcome('no answer'));
      await w.wait(61000);
    },
  },
  'requests': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks('without a session')));
      await w.settle();
      w.sdk.request(Object.assign({ url: w.userUrl, login: true }, w.callbacks('with login')));
      await w.settle();
      w.sdk.request(Object.assign({ url: w.userUrl, header: { 'X-WX-Skey': 'mine', 'X-Own': '1' } }, w.callbacks('own headers')));
      await w.settle();
      w.note('sent', w.server.asked.slice(-1)[0].header);
      w.sdk.request(Object.assign({ url: w.plainUrl, method: 'POST', data: { b: 2 } }, w.callbacks('post')));
      await w.settle();
      w.note('body', Buffer.from(w.server.asked.slice(-1)[0].body || '').toString());
      for (const statusCode of [201, 404, 500]) {
        w.server.script('/plain', { statusCode, data: { error: 'ERR_INVALID_SESSION' } });
        w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks('status')));
        await w.settle();
      }
      w.server.script('/plain', { statusCode: 200, data: null }, { statusCode: 200, data: '' }, 'silence');
      w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks('null')));
      await w.settle();
      w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks('empty')));
      await w.settle();
      w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks('no answer')));
      w.sdk.request({ url: w.plainUrl });
      await w.wait(61000);
    },
  },
  'a session that ended: one login, one more try': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      w.server.expire();
      w.sdk.request(Object.assign({ url: w.userUrl }, w.callbacks('request')));
      await w.settle();
      w.note('stored', w.stored());
      const ended = w.server.failure('ERR_INVALID_SESSION');
      w.server.script('/wafer/user', ended, ended, ended);
      w.sdk.request(Object.assign({ url: w.userUrl }, w.callbacks('twice refused')));
      await w.settle();
      w.note('stored', w.stored());
      w.server.script('/wafer/user', ended);
      w.server.script('/wafer/login', w.server.failure('ERR_LOGIN_FAILED'));
      w.sdk.request(Object.assign({ url: w.userUrl, login: true }, w.callbacks('login refused')));
      await w.settle();
      w.sdk.clearSession();
      w.server.script('/wafer/user', ended);
      w.server.script('/wafer/login', w.server.failure('ERR_LOGIN_FAILED'));
      w.sdk.request(Object.assign({ url: w.userUrl }, w.callbacks('second login refused')));
      await w.settle();
    },
  },
  'three requests whose session ended, at once': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      w.server.expire();
      ['a', 'b', 'c'].forEach((name) => w.sdk.request(Object.assign({ url: w.userUrl }, w.callbacks(name))));
      await w.settle();
    },
  },
  'other failures of a session: told, not tried again': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      const answers = [w.server.failure('ERR_CHECK_LOGIN_FAILED'), w.server.failure('INVALID_REQUEST'), { statusCode: 500, data: { [MAGIC]: 1 } }];
      for (const answer of answers) {
        w.sdk.login(w.outcome('login'));
        await w.settle();
        w.server.script('/wafer/user', answer);
        w.sdk.request(Object.assign({ url: w.userUrl }, w.callbacks('request')));
        await w.settle();
        w.note('stored', w.stored());
      }
    },
  },
  'half a session in storage is none': {
    async run(w) {
      for (const half of [{ id: 'i' }, { skey: 's' }, 'text', {}, { id: 'i', skey: 's' }]) {
        w.device.wx.setStorageSync(STORED, half);
        w.sdk.request(Object.assign({ url: w.plainUrl }, w.callbacks(JSON.stringify(half))));
        await w.settle();
      }
    },
  },
};

const open = async (w, more) => {
  const tunnel = w.tunnel(more);
  tunnel.open();
  w.note('after open()', tunnel.status);
  await w.settle();
  return tunnel;
};

const TUNNEL = {
  'open, talk, close': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      const tunnel = w.tunnel(['speak', 'people']);
      w.note(tunnel.status, tunnel.serviceUrl, tunnel.socketUrl, tunnel.isClosed(), tunnel.isActive());
      tunnel.on('*', (type, value) => w.note('*', type, value));
      tunnel.emit('speak', { word: 'before open' });
      tunnel.open();
      w.note(tunnel.status, tunnel.isConnecting());
      tunnel.emit('speak', { word: 'while connecting' });
      await w.settle();
      w.note(tunnel.status, tunnel.isActive(), tunnel.socketUrl);
      tunnel.emit('speak', { word: 'now' });
      await w.settle();
      tunnel.close();
      w.note(tunnel.status);
      await w.settle();
      tunnel.emit('speak', { word: 'after close' });
      await w.wait(20000);
    },
  },
  'the order of listeners and of what they emit': {
    async run(w) {
      const tunnel = w.tunnel();
      tunnel.emit('conf.echo', { type: 'order', content: 1 });
      tunnel.on('*', (type) => w.note('first star', type));
      tunnel.on('connect', () => {
        w.note('connect', tunnel.status);
        tunnel.emit('conf.echo', { type: 'order', content: 2 });
      });
      tunnel.on('connect', () => w.note('second listener'));
      tunnel.on('order', (value) => w.note('order', value));
      tunnel.on('order', (value) => w.note('order, second', value));
      tunnel.on('*', (type) => w.note('second star', type));
      tunnel.open();
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'every content': {
    async run(w) {
      const tunnel = await open(w, ['c']);
      for (const content of [undefined, null, 0, false, '', 'x', 1.5, [], [1], {}, { a: { b: null } }, '鸿雁 🪿 : "quote"']) {
        tunnel.emit('conf.echo', { type: 'c', content });
        tunnel.emit('unheard', content);
      }
      tunnel.emit('unheard');
      tunnel.emit();
      await w.settle();
    },
  },
  'messages named like events come with @': {
    async run(w) {
      const types = ['connect', 'close', 'reconnecting', 'reconnect', 'error', 'reconnected', '*', '@x', 'ping'];
      const tunnel = await open(w, types.slice(5).concat(types.map((type) => '@' + type)));
      tunnel.on('*', (type, value) => w.note('*', type, value));
      types.forEach((type, i) => tunnel.emit('conf.echo', { type, content: i }));
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'the server ends it': {
    async run(w) {
      const tunnel = await open(w);
      tunnel.emit('conf.kick');
      await w.wait(10000);
      w.note(tunnel.status);
      tunnel.open();
      await w.settle();
      w.note(tunnel.status);
      tunnel.close();
      await w.settle();
    },
  },
  'reopened after its close': {
    async run(w) {
      const tunnel = await open(w, ['c']);
      tunnel.close();
      await w.settle();
      tunnel.emit('conf.echo', { type: 'c', content: 'while closed' });
      tunnel.open();
      await w.settle();
      w.note(tunnel.status);
      tunnel.close();
      await w.wait(20000);
    },
  },
  'the socket is cut: a new tunnel, and what was emitted meanwhile': {
    async run(w) {
      const tunnel = await open(w, ['c']);
      const before = tunnel.socketUrl;
      tunnel.emit('conf.drop');
      await w.settle();
      w.note(tunnel.status, tunnel.isReconnecting());
      tunnel.emit('conf.echo', { type: 'c', content: 'a' });
      tunnel.emit('conf.echo', { type: 'c', content: 'b' });
      await w.wait(2000);
      w.note(tunnel.status, tunnel.socketUrl === before);
      tunnel.emit('conf.drop');
      await w.wait(2000);
      w.note(tunnel.status);
    },
  },
  'the socket is closed by the server without a word': {
    async run(w) {
      const tunnel = await open(w);
      w.server.tunnels[0].peer.close(1000);
      await w.wait(2000);
      w.note(tunnel.status);
    },
  },
  'closed while it reconnects': {
    async run(w) {
      const tunnel = await open(w);
      tunnel.emit('conf.drop');
      await w.settle();
      w.attempt('close', () => tunnel.close());
      w.note(tunnel.status);
      await w.wait(15000);
      w.note(tunnel.status);
    },
  },
  'closed while it connects': {
    async run(w) {
      const tunnel = w.tunnel();
      tunnel.open();
      w.attempt('close', () => tunnel.close());
      w.note(tunnel.status);
      await w.wait(15000);
      w.note(tunnel.status);
    },
  },
  'closed before it was opened, and twice': {
    async run(w) {
      const tunnel = w.tunnel();
      w.attempt('close', () => tunnel.close());
      w.note(tunnel.status);
      tunnel.open();
      await w.settle();
      tunnel.close();
      await w.settle();
      w.attempt('close again', () => tunnel.close());
      w.note(tunnel.status);
      await w.settle();
    },
  },
  'opened twice: while it connects': {
    async run(w) {
      const tunnel = await open(w);
      tunnel.close();
      await w.settle();
      w.attempt('open', () => tunnel.open());
      w.note(tunnel.status);
      w.attempt('open again', () => tunnel.open());
      w.note(tunnel.status);
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'opened twice: while it is open': {
    async run(w) {
      const tunnel = await open(w);
      w.attempt('open while active', () => tunnel.open());
      w.note(tunnel.status);
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'a second tunnel is refused': {
    async run(w) {
      const first = w.tunnel();
      first.open();
      w.attempt('connecting', () => new w.sdk.Tunnel(w.tunnelUrl));
      await w.settle();
      w.attempt('active', () => new w.sdk.Tunnel(w.tunnelUrl));
      first.emit('conf.drop');
      await w.settle();
      w.attempt('reconnecting', () => new w.sdk.Tunnel(w.tunnelUrl));
      await w.wait(2000);
      w.attempt('active again', () => new w.sdk.Tunnel(w.tunnelUrl));
      first.close();
      await w.settle();
      w.attempt('closed', () => new w.sdk.Tunnel(w.tunnelUrl));
    },
  },
  'a second tunnel beside one that was never opened': {
    async run(w) {
      w.tunnel();
      w.attempt('never opened', () => new w.sdk.Tunnel(w.tunnelUrl));
    },
  },
  'the service does not answer well': {
    async run(w) {
      const answers = [
        { statusCode: 500, data: { url: 'wss://server/ws/x' } },
        { statusCode: 200, data: {} },
        { statusCode: 200, data: 'text' },
        { statusCode: 200, data: { url: '' } },
        { statusCode: 404, data: 'no' },
        w.server.failure('ERR_CHECK_LOGIN_FAILED'),
      ];
      for (const answer of answers) {
        w.server.script('/wafer/tunnel', answer);
        const tunnel = await open(w);
        w.note(tunnel.status);
      }
      w.server.script('/wafer/tunnel', 'silence');
      const tunnel = await open(w);
      await w.wait(61000);
      w.note(tunnel.status);
    },
  },
  'opened again after the service failed': {
    async run(w) {
      w.server.script('/wafer/tunnel', { statusCode: 500, data: 'no' });
      const tunnel = await open(w);
      tunnel.open();
      w.note('again', tunnel.status);
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'reopened while the service fails': {
    async run(w) {
      const tunnel = await open(w);
      tunnel.close();
      const no = { statusCode: 503, data: 'no' };
      w.server.script('/wafer/tunnel', no, no);
      tunnel.open();
      await w.wait(10000);
      w.note(tunnel.status);
    },
  },
  'a session that ended, at the tunnel': {
    async run(w) {
      w.sdk.setLoginUrl(w.loginUrl);
      w.sdk.login(w.outcome('login'));
      await w.settle();
      w.server.expire();
      const tunnel = await open(w);
      w.note(tunnel.status);
    },
  },
  'the service comes back at the third attempt': {
    async run(w) {
      const tunnel = await open(w);
      w.server.script('/wafer/tunnel', { statusCode: 503, data: 'no' }, { statusCode: 503, data: 'no' });
      tunnel.emit('conf.drop');
      await w.wait(8000);
      w.note(tunnel.status);
      tunnel.emit('conf.drop');
      await w.wait(2000);
      w.note(tunnel.status);
    },
  },
  'the service does not come back': {
    async run(w) {
      const tunnel = await open(w);
      const no = { statusCode: 503, data: 'no' };
      w.server.script('/wafer/tunnel', no, no, no, no, no);
      tunnel.emit('conf.drop');
      await w.wait(30000);
      w.note(tunnel.status);
      tunnel.open();
      await w.settle();
      w.note(tunnel.status);
    },
  },
  'fewer and quicker attempts by configuration': {
    async run(w) {
      w.sdk.Tunnel.MAX_RECONNECT_TRY_TIMES = 2;
      w.sdk.Tunnel.RECONNECT_TIME_INCREASE = 100;
      const tunnel = await open(w);
      const no = { statusCode: 503, data: 'no' };
      w.server.script('/wafer/tunnel', no, no, no);
      tunnel.emit('conf.drop');
      await w.wait(5000);
      w.note(tunnel.status);
    },
  },
  'the first handshake is refused': {
    async run(w) {
      w.transport.refuse();
      const tunnel = await open(w);
      w.note(tunnel.status);
      await w.wait(10000);
      w.attempt('another tunnel', () => new w.sdk.Tunnel(w.tunnelUrl));
      w.note(tunnel.status);
      tunnel.close();
      await w.settle();
      w.note(tunnel.status);
      w.attempt('another tunnel', () => new w.sdk.Tunnel(w.tunnelUrl));
    },
  },
  'a handshake is refused in a reconnect': {
    async run(w) {
      const tunnel = await open(w);
      w.transport.refuse();
      tunnel.emit('conf.drop');
      await w.wait(30000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: every 15 seconds': {
    async run(w) {
      const tunnel = await open(w);
      await w.wait(65000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: another interval, said once': {
    async run(w) {
      const tunnel = await open(w);
      w.server.push('timeout:10');
      await w.wait(35000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: an interval of half a second': {
    async run(w) {
      const tunnel = await open(w);
      w.server.push('timeout:2.5');
      await w.wait(9000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: said twice': {
    async run(w) {
      const tunnel = await open(w);
      w.server.push('timeout:10');
      w.server.push('timeout:10');
      await w.wait(35000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: a pong that nobody asked for': {
    async run(w) {
      const tunnel = await open(w);
      await w.wait(5000);
      w.server.push('pong');
      await w.wait(18000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: no answer': {
    async run(w) {
      const tunnel = await open(w);
      w.server.deaf = true;
      await w.wait(31000);
      w.note(tunnel.status);
      w.server.deaf = false;
      await w.wait(20000);
      w.note(tunnel.status);
    },
  },
  'heartbeat: the socket is cut while an answer is due, interval shorter than the wait': {
    async run(w) {
      const tunnel = await open(w);
      w.server.deaf = true;
      w.server.push('timeout:0.5');
      await w.settle();
      tunnel.emit('conf.drop');
      await w.wait(1000);
      w.server.deaf = false;
      await w.wait(9000);
      w.note(tunnel.status);
    },
  },
  'junk from the server': {
    async run(w) {
      const tunnel = await open(w, ['x']);
      tunnel.on('*', (type, value) => w.note('*', type, value));
      for (const text of ['', ':', 'what', 'what:is:this', 'pong', 'pong:1', 'PING', 'message:{"type":"x","content":"a:b"}', 'message:{}', 'timeout:', 'timeout:x']) {
        w.server.push(text);
        await w.settle();
        w.note(text, tunnel.status);
      }
    },
  },
  'a message that is no object': {
    async run(w) {
      const tunnel = await open(w, ['x']);
      for (const text of ['message', 'message:', 'message:{', 'message:null', 'message:1', 'message:"x"', 'message:[]']) {
        w.server.push(text);
        await w.settle();
        w.note(text, tunnel.status);
      }
    },
  },
  'listeners that are none': {
    async run(w) {
      const tunnel = w.tunnel();
      w.attempt('no function', () => tunnel.on('connect', 'x'));
      w.attempt('nothing', () => tunnel.on('connect'));
      tunnel.on('connect', () => { throw new Error('of the app'); });
      tunnel.on('connect', () => w.note('after it'));
      tunnel.open();
      await w.settle();
      w.note(tunnel.status);
    },
  },
};

/** Names and values that an app may use. @param {any} sdk */
function surface(sdk) {
  const tunnel = new sdk.Tunnel('https://server/tunnel');
  const of = (thing) => Object.keys(thing).sort().map((name) => [name, typeof thing[name] === 'function' ? 'function' : thing[name]]);
  const error = (type) => [new sdk[type]('T', 'm')].map((made) => [made instanceof Error, made.type, made.message, made.name])[0];
  return { exports: of(sdk), statics: of(sdk.Tunnel), tunnel: of(tunnel), errors: ['LoginError', 'RequestError'].filter((type) => sdk[type]).map(error) };
}

module.exports = { SESSION, TUNNEL, surface };

'use strict';
/**
 * What an app does with a Wafer server from login to close, for every SDK and every server: on the scripted one and on the real one,
 * where time and names are the server's own. Notes hold no time; what differs from run to run is not noted.
 */

const says = (w, name) => ({ success: () => w.note(name, 'success'), fail: (error) => w.note(name, 'fail', error.type || error.message) });

const asks = (w, name) => ({
  success: (response) => w.note(name, 'success', response.statusCode, response.data && response.data.code),
  fail: (error) => w.note(name, 'fail', error.type === undefined ? 'no type' : error.type),
  complete: () => w.note(name, 'complete'),
});

/** @param {any} w */
async function loggedIn(w) {
  w.sdk.setLoginUrl(w.loginUrl);
  w.sdk.login(says(w, 'login'));
  await w.until(() => w.noted('login'));
}

/** @param {any} w @param {string[]} more */
async function opened(w, more) {
  const tunnel = w.tunnel(more);
  tunnel.open();
  await w.until(() => tunnel.isActive());
  return tunnel;
}

/** @type {Record<string, (w: any) => Promise<void>>} */
module.exports = {
  async 'login, and requests with the session'(w) {
    await loggedIn(w);
    w.sdk.request(Object.assign({ url: w.userUrl }, asks(w, 'user')));
    await w.until(() => w.noted('user', 'complete'));
    w.sdk.login(says(w, 'login again'));
    await w.until(() => w.noted('login again'));
    w.sdk.clearSession();
    w.sdk.request(Object.assign({ url: w.userUrl, login: true }, asks(w, 'login first')));
    await w.until(() => w.noted('login first', 'complete'));
    w.note('logins', w.asked('/wafer/login'), 'users', w.asked('/wafer/user'));
  },
  async 'a session that ended: one login, and the request again'(w) {
    await loggedIn(w);
    w.spoilSession();
    w.sdk.request(Object.assign({ url: w.userUrl }, asks(w, 'user')));
    await w.until(() => w.noted('user', 'complete'));
    w.note('logins', w.asked('/wafer/login'), 'users', w.asked('/wafer/user'));
    w.spoilSession();
    const tunnel = await opened(w, []);
    w.note('logins', w.asked('/wafer/login'), 'tunnels', w.asked('/wafer/tunnel'));
    tunnel.close();
  },
  async 'the chat room'(w) {
    await loggedIn(w);
    const tunnel = w.tunnel(['speak', 'people'], { speak: (value) => value.word, people: (value) => [value.total, Boolean(value.enter), Boolean(value.leave)] });
    tunnel.emit('speak', { word: 'before open' });
    tunnel.open();
    tunnel.emit('speak', { word: 'while connecting' });
    await w.until(() => w.noted('speak', 'while connecting'));
    tunnel.emit('speak', { word: '你好 🪿 "quoted" : colon' });
    await w.until(() => w.noted('speak', '你好 🪿 "quoted" : colon'));
    tunnel.close();
    w.note(tunnel.status);
    tunnel.open();
    await w.until(() => tunnel.isActive());
    tunnel.emit('speak', { word: 'again' });
    await w.until(() => w.noted('speak', 'again'));
    tunnel.close();
  },
  async 'every content comes back as it was'(w) {
    await loggedIn(w);
    const tunnel = await opened(w, ['c', 'end']);
    [undefined, null, 0, false, '', 'x', 1.5, [], [1], {}, { a: { b: null } }, '鸿雁 🪿 \u2028 : "q"'].forEach((content) => tunnel.emit('conf.echo', { type: 'c', content }));
    tunnel.emit('nobody listens');
    tunnel.emit('nobody listens', 1);
    tunnel.emit();
    tunnel.emit('conf.echo', { type: 'end' });
    await w.until(() => w.noted('end'));
    tunnel.close();
  },
  async 'messages named like events, and who hears all'(w) {
    await loggedIn(w);
    const types = ['connect', 'close', 'reconnecting', 'reconnect', 'error', '@x', 'ping', 'message', 'end'];
    const tunnel = w.tunnel(types.slice(5).concat(types.map((type) => '@' + type)));
    tunnel.on('*', (type, value) => { if (type !== 'people') w.note('*', type, value); });
    tunnel.open();
    await w.until(() => tunnel.isActive());
    types.forEach((type, i) => tunnel.emit('conf.echo', { type, content: i }));
    await w.until(() => w.noted('end'));
    tunnel.close();
  },
  async 'the server ends the tunnel: no reconnect'(w) {
    await loggedIn(w);
    const tunnel = await opened(w, []);
    tunnel.emit('conf.kick');
    await w.until(() => tunnel.isClosed());
    await w.wait(1500);
    w.note(tunnel.status, w.asked('/wafer/tunnel'));
  },
  async 'the server cuts the socket: a new tunnel, and what was emitted meanwhile'(w) {
    await loggedIn(w);
    const tunnel = await opened(w, ['c']);
    const first = tunnel.socketUrl;
    tunnel.emit('conf.drop');
    await w.until(() => tunnel.isReconnecting());
    tunnel.emit('conf.echo', { type: 'c', content: 'a' });
    tunnel.emit('conf.echo', { type: 'c', content: 'b' });
    await w.until(() => w.noted('c', 'b'));
    w.note(tunnel.socketUrl !== first, w.asked('/wafer/tunnel'));
    tunnel.close();
  },
  async 'a second tunnel is refused until the first is closed'(w) {
    await loggedIn(w);
    const tunnel = await opened(w, []);
    w.attempt('second', () => new w.sdk.Tunnel(w.tunnelUrl));
    tunnel.close();
    w.attempt('after the close', () => new w.sdk.Tunnel(w.tunnelUrl));
  },
};

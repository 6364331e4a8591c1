'use strict';
/**
 * One login: the SDK's client and all that belongs to this person on this device. Made by app.js, closed at logout.
 *
 * @typedef {{ user: string, server: string, token: string }} Session  what storage keeps of it; the token only when it was pasted
 */

const Hongyan = require('./hongyan');
const { createContacts } = require('./contacts');
const credentials = require('./credentials');
const { createDrafts } = require('./drafts');
const { createFriends } = require('./friends');
const { createGroups } = require('./groups');
const { createHidden } = require('./hidden');
const log = require('./log');
const { createMentioned } = require('./mentioned');
const { createPeople } = require('./people');
const serverClock = require('./server-clock');
const { createStatus } = require('./status');
const { createUploads } = require('./uploads');

/**
 * @param {Session} session
 * @param {{ app: string, credentials: string, loginUrl: string }} config
 */
function createAccount(session, config) {
  const hy = Hongyan.create({
    url: session.server.replace(/^http/, 'ws').replace(/\/+$/, '') + '/link', app: config.app, platform: Hongyan.wxPlatform(wx),
  });
  const status = createStatus(hy);
  const friends = createFriends(hy);
  const people = createPeople(hy, session.user, friends.remarkOf);
  const drafts = createDrafts(session.user);
  const contacts = createContacts(hy, session.user, friends);
  const hidden = createHidden(session.user);
  const uploads = createUploads(hy);
  const groups = createGroups(hy, session.user);
  friends.onChange(() => people.renamed([]));
  const mentioned = createMentioned(hy, session.user);

  hy.on('log', (line) => log.note(line.level, line.text));
  hy.on('error', (fault) => log.note('warn', fault.name + ': ' + fault.text));
  hy.on('storage', (trouble) => log.note('warn', 'storage: ' + trouble.reason));
  hy.on('message', (message, how) => { if (how.live && message.n > 0 && !message.mine) serverClock.learn(message.t); });
  hy.on('updated', (message) => { if (message.state === 'sent') serverClock.learn(message.t); });

  const provider = () => (config.credentials === 'wechat'
    ? credentials.wechat(config.loginUrl)
    : credentials.development(session.server, config.app, session.user)).then((given) => given.token);

  return {
    user: session.user, server: session.server, hy, status, people, drafts, contacts, hidden, uploads, groups, mentioned, friends,
    /** Local data is there when this returns. */
    login() {
      const given = session.token ? { user: session.user, token: session.token } : { user: session.user, tokenProvider: provider };
      // What ends it for good is told by the state `closed`; the rest heals by itself.
      return hy.login(given).catch((fault) => log.note('warn', 'login: ' + fault.name));
    },
    /** @param {boolean} wipe */
    close(wipe) {
      drafts.flush();
      uploads.close();
      status.close();
      people.close();
      groups.close();
      friends.close();
      mentioned.close();
      if (wipe) [drafts, people, contacts, hidden, groups, mentioned].forEach((one) => one.forget());
      return hy.logout({ wipe }).then(() => hy.off());
    },
  };
}

/** @typedef {ReturnType<typeof createAccount>} Account */

module.exports = { createAccount };

/** How a TypeScript developer uses the SDK; compiled, never run. What must not compile stands under @ts-expect-error. */

import { create, wxPlatform, type Conversation, type HongyanError, type Message, type State } from '../../index';

const hy = create({ url: 'wss://im.example.com', app: 'demo', platform: wxPlatform(wx), limits: { outboxMax: 50 } });

async function use(): Promise<void> {
  const who: { user: string } = await hy.login({ user: 'alice', tokenProvider: async () => 'token' });
  await hy.login({ token: who.user });
  const state: State = hy.state;

  const text: Message = hy.sendText('s:bob', 'hello', { mentions: ['*'], quote: 3, ext: { a: 1 } });
  hy.send({ to: { user: 'bob' }, type: 'image', content: { url: 'https://x', width: 3 } });
  hy.send({ to: text, type: 'location', content: { latitude: 1, longitude: 2 }, quote: text });
  await text.whenSent();
  const sending = hy.upload('wxfile://a.jpg', { onProgress: (percent: number) => console.log(percent) });
  sending.abort();
  const { file, url, width, height, size } = await sending;
  hy.send({ to: 's:bob', type: 'image', content: { file, url, width, height, size } });
  const address: string = await hy.fileUrl(text.content);
  void address;
  hy.resend(text);
  hy.discard(text.id);

  const page = await hy.history({ user: 'bob' }, { limit: 50 });
  const first: Message | undefined = page.messages[0];
  if (page.more) await hy.history('s:bob', { before: page.before });
  const list: Conversation[] = hy.conversations();
  const count: number = hy.unread('s:bob') + hy.totalUnread() + list.length;
  hy.markRead('s:bob');
  hy.markRead('s:bob', first);
  await hy.recall(text);
  await hy.recall('s:bob', 7);
  await Promise.all([hy.pin('s:bob'), hy.mute('s:bob', false), hy.clear('s:bob'), hy.remove('s:bob', { clear: true })]);
  hy.typing('s:bob');
  const there: boolean = await hy.signal('s:bob', 'call', { room: 1 });
  const states = await hy.watch(['bob']);
  const bob: 'online' | 'background' | 'offline' | undefined = states['bob'];
  const users = await hy.users('bob');
  const name: string | undefined = users[0]?.name;
  await hy.setProfile({ name: 'Alice' });
  await hy.logout({ wipe: true });
  void [state, count, there, bob, name];
}

const off: () => void = hy.on('message', (message, { live }) => { if (live) console.log(message.content.text); });
off();
hy.once('kicked', (why: HongyanError) => console.log(why.zh));
hy.on('state', (now, before, fault) => console.log(now, before, fault?.band));
hy.on('presence', ({ user, state }) => console.log(user, state === 'online'));
hy.off('message');
hy.off();

// @ts-expect-error no such event
hy.on('mesage', () => {});
// @ts-expect-error a message has no such field
hy.on('message', (message) => message.txt);
// @ts-expect-error an image needs a url
hy.send({ to: 's:bob', type: 'image', content: {} });
// @ts-expect-error only the system sends notices
hy.send({ to: 's:bob', type: 'notice', content: { text: 'x' } });
// @ts-expect-error a bare user id is not a conversation object
hy.markRead({ id: 'bob' });
// @ts-expect-error a platform is needed
create({ url: 'wss://x', app: 'demo' });
// @ts-expect-error the state is read only
hy.state = 'online';

export { use };

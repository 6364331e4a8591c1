/** Hongyan for mini-programs: what an app developer sees. The code is index.js beside it; a test holds the two together. */

export interface HttpAsked { url: string; header: Record<string, string>; timeoutMs: number }
/** reason: why no answer came, null when one did; data: parsed, or as text */
export type HttpDone = (reason: string | null, reply: { status: number; data: any }) => void;

/** Everything that is not the language itself. `wxPlatform(wx)` is the one for WeChat; write these functions for any other place. */
export interface Platform {
  /** the word for `platform` at login: wechat, h5, other … */
  name: string;
  now(): number;
  random(): number;
  setTimeout(run: () => void, ms: number): any;
  clearTimeout(timer: any): void;
  /** a listener of the app threw */
  report(error: unknown): void;
  connect(url: string, events: { open: () => void; message: (data: any) => void; end: (reason: string) => void }): {
    send(text: string): void;
    close(): void;
  };
  /** GET; without these two, files cannot be sent and their addresses not renewed */
  request?(asked: HttpAsked, done: HttpDone): { abort(): void };
  /** a form with one file, by POST */
  upload?(asked: HttpAsked & { filePath: string; name: string; progress: (percent: number) => void }, done: HttpDone): { abort(): void };
  /** each may throw */
  storage: {
    get(key: string): any;
    set(key: string, value: string): void;
    remove(key: string): void;
    info(): { keys: string[]; usedBytes: number; limitBytes: number };
  };
  /** these return their own removal */
  onShow(listener: () => void): () => void;
  onHide(listener: () => void): () => void;
  onNetwork(listener: (isConnected: boolean) => void): () => void;
}

/** The part of `wx` that is used. */
export interface WxPart {
  connectSocket(options: any): any;
  getStorageSync(key: string): any;
  setStorageSync(key: string, value: any): any;
  removeStorageSync(key: string): any;
  getStorageInfoSync(): any;
  onAppShow(listener: any): any;
  offAppShow(listener?: any): any;
  onAppHide(listener: any): any;
  offAppHide(listener?: any): any;
  onNetworkStatusChange(listener: any): any;
  offNetworkStatusChange(listener?: any): any;
  request(options: any): any;
  uploadFile(options: any): any;
}

/** For tests: other timers and another clock than the globals. */
export interface Host {
  setTimeout?: (run: () => void, ms: number) => any;
  clearTimeout?: (timer: any) => void;
  now?: () => number;
  random?: () => number;
}

/** What to do about a refusal: change the request, wait, get a new token, or give up. */
export type Band = 'fix' | 'later' | 'login' | 'never';

export interface HongyanError {
  code: number;
  /** Stable: decide by this. */
  name: string;
  band: Band;
  text: string;
  zh: string;
}

/** A rejected promise or a thrown error carries these fields. */
export interface Fault extends Error {
  code: number;
  name: string;
  band: Band;
  zh?: string;
  /** ms until a retry makes sense */
  after?: number;
  /** which field of the request is wrong */
  field?: string;
}

export type State = 'idle' | 'connecting' | 'authenticating' | 'syncing' | 'online' | 'waiting' | 'suspended' | 'closed';

/** 's:bob', 'g:7', 'r:7' or an object that says the same; a message or a conversation names its own. */
export type Target = string | { user: string } | { group: string } | { room: string } | { conv: string };

export interface TextContent { text: string; [more: string]: unknown }
export interface ImageContent { url: string; file?: string; width?: number | undefined; height?: number | undefined; size?: number; thumbnail?: string; format?: string; [more: string]: unknown }
export interface AudioContent { url: string; file?: string; duration: number; size?: number; format?: string; [more: string]: unknown }
export interface VideoContent { url: string; file?: string; duration?: number; width?: number; height?: number; size?: number; cover?: string; format?: string; [more: string]: unknown }
export interface FileContent { url: string; file?: string; name: string; size?: number; mime?: string; [more: string]: unknown }
export interface LocationContent { latitude: number; longitude: number; name?: string; address?: string; [more: string]: unknown }
export interface FaceContent { index?: number; name?: string; pack?: string; [more: string]: unknown }
export interface CustomContent { data: string; description?: string; extension?: string; [more: string]: unknown }
export interface CommandContent { name: string; data?: object; [more: string]: unknown }
export interface MergedContent {
  title: string;
  messages: Array<{ from: string; t: number; type: string; content: object }>;
  digest?: string[];
  [more: string]: unknown;
}

/** What each type carries. */
export interface Contents {
  text: TextContent;
  image: ImageContent;
  audio: AudioContent;
  video: VideoContent;
  file: FileContent;
  location: LocationContent;
  face: FaceContent;
  custom: CustomContent;
  command: CommandContent;
  merged: MergedContent;
}

export interface SendOptions {
  /** any JSON object of your own, up to 8 KB */
  ext?: object;
  /** user ids; '*' = everybody */
  mentions?: string[];
  /** the quoted message, or its number */
  quote?: number | Message;
  /** false: does not count as unread */
  count?: boolean;
  /** false: causes no offline notification */
  push?: boolean;
  /** in a group: for these members alone (and you) */
  only?: string[];
  /** what is given up first, for a receiver that does not keep up (it gets it a little later), and in rooms under load (room_busy) */
  priority?: 'low' | 'normal' | 'high';
  /** ms: after that it reads as expired for everybody */
  life?: number;
  /** between two users, ms: so long after the other has read it, its content is erased for both */
  burn?: number;
}

export type Outgoing = { [T in keyof Contents]: SendOptions & { to: Target; type: T; content: Contents[T] } }[keyof Contents];

export interface Message {
  /** stays the same from `sending` on: the key for wx:key and for replacing on 'updated' */
  id: string;
  conv: string;
  from: string;
  mine: boolean;
  /** number in the conversation; 0 while it is not sent */
  n: number;
  /** server time, ms; the device's own while it is not sent */
  t: number;
  /** a key of Contents, 'notice', 'recalled', 'expired', 'burnt', 'group' (only where history was asked for events), or one that a later version knows */
  type: string;
  content: any;
  state: 'sending' | 'sent' | 'failed' | 'received';
  recalled: boolean;
  /** who recalled it */
  by?: string;
  /** why it failed, or why it still waits */
  error: HongyanError | null;
  cid?: string;
  ext?: any;
  mentions?: string[];
  quote?: number;
  /** the message that began the thread, where it is not the quoted one */
  root?: number;
  /** its content was replaced: when last, how often */
  edited?: { t: number; count: number };
  reactions?: Reaction[];
  count?: boolean;
  push?: boolean;
  /** out of the ordinary */
  how?: { only?: string[]; priority?: string; life?: number; burn?: number; open?: boolean };
  /** Resolves when the server has stored it; rejects when it failed. Not part of a JSON copy. */
  whenSent(): Promise<Message>;
}

/** users: some of those who gave it; oneself always, if one did */
export interface Reaction { key: string; count: number; users: string[]; mine: boolean }

export interface UsersPage {
  users: string[];
  /** pass as `after`; '' = that was all */
  next: string;
}

/** What becomes of messages that are sent. */
export interface Life {
  /**
   * New content for one's own message, of the same type. ext, mentions: left out, they stay.
   * Edited meanwhile on another device, it is refused with `message_changed`, unless `overwrite`.
   */
  edit(message: Message, change: { content: any; ext?: object; mentions?: string[]; overwrite?: boolean }): Promise<void>;
  /** key: 1–64 bytes, often an emoji */
  react(message: Message, key: string): Promise<void>;
  unreact(message: Message, key: string): Promise<void>;
  /** who gave this kind of reaction, in order of ids */
  reactions(message: Message, key: string, how?: { after?: string; limit?: number }): Promise<UsersPage>;
  /** Not shown to me any more, on any of my devices; others still see it. */
  removeForMe(target: Message): Promise<void>;
  removeForMe(target: Target, messages: Array<Message | number>): Promise<void>;
  /** For everybody in the conversation. on: default true */
  pinMessage(message: Message, on?: boolean): Promise<void>;
  pinnedMessages(target: Target): Promise<Array<{ message: Message; by: string; t: number }>>;
  /** What answers the message that began this one's thread. after: the last number of the page before */
  replies(message: Message, how?: { after?: number; limit?: number }): Promise<{ root: number; messages: Message[]; more: boolean }>;
  /** Single messages, a quoted one for example. */
  messages(target: Target, numbers: Array<Message | number>): Promise<Message[]>;
  /** By number: how many have read it, of how many it was for. */
  readCounts(target: Target, messages: Array<Message | number>): Promise<Record<number, { read: number; all: number }>>;
  /** read: false = those who have not */
  readers(message: Message, how?: { read?: boolean; after?: string; limit?: number }): Promise<UsersPage>;
  /** The content of a message of type `merged` that forwards these. */
  mergedOf(title: string, messages: Message[]): { title: string; messages: Array<{ from: string; t: number; type: string; content: any }> };
}

export interface Conversation {
  conv: string;
  /** one of the three, by kind */
  user?: string;
  group?: string;
  room?: string;
  unread: number;
  /** unread messages that mention me, or all: their numbers */
  mentions: number[];
  /** what to show in a list; null when there is nothing */
  last: Message | null;
  head: number;
  /** time of the newest entry, ms */
  t: number;
  /** own read mark */
  read: number;
  cleared: number;
  /** how far the other has received and read (single conversations) */
  peer: { read: number; delivered: number };
  pinned: boolean;
  muted: boolean;
  /** when muted: mentions of me come through */
  mentionsThrough: boolean;
  hidden: boolean;
  /** what I had begun to write; '' = nothing */
  draft: string;
  /** a text of the app's own */
  custom: string;
  marks: Mark[];
  /** numbers of the folders that hold it */
  folders: number[];
}

/** A list of conversations with a name. */
export interface Folder { folder: number; name: string }

/** Every call resolves with all folders as they are then. Conversations name the folders they are in: hy.conversations({ folder }). */
export interface Folders {
  list(): Promise<Folder[]>;
  create(name: string): Promise<Folder[]>;
  rename(folder: number, name: string): Promise<Folder[]>;
  /** its conversations stay */
  remove(folder: number): Promise<Folder[]>;
  put(folder: number, targets: Target | Target[]): Promise<Folder[]>;
  take(folder: number, targets: Target | Target[]): Promise<Folder[]>;
}

/** Messages that wait for their time, on the server: they are sent whether this device is there or not. */
export interface Schedules {
  /** at: ms, by the server's clock */
  create(message: Outgoing, at: number): Promise<{ cid: string; at: number }>;
  /** the next one first */
  list(): Promise<Array<{ conv: string; cid: string; at: number; type: string; content: any; [more: string]: any }>>;
  cancel(given: string | { cid: string }): Promise<void>;
}

export interface Stream {
  conv: string;
  n: number;
  /** pieces arrive in the order of these calls */
  add(piece: string): Promise<void>;
  /** whole: instead of what was added */
  finish(whole?: string): Promise<void>;
}

/** Marks with a name of their own, and others that mean what the app wants: m5 … m60. */
export type Mark = 'star' | 'unread' | 'fold' | 'hide' | `m${number}`;

/** All that is given must be so. unread: something is unread, or it is marked as unread. */
export interface ConversationFilter { mark?: Mark; folder?: number; unread?: boolean }

export interface HistoryPage {
  /** ascending */
  messages: Message[];
  /** older ones exist */
  more: boolean;
  /** pass it as `before` to get the page before this one */
  before: number;
}

/** What the server knows of a file it took. Put `file` and `url` into the content of the message that shows it. */
export interface UploadedFile {
  file: string;
  /** absolute; good until `expires`, after that ask fileUrl */
  url: string;
  /** by its content: image/jpeg, audio/mpeg, video/mp4 … */
  type: string;
  size: number;
  /** of a picture */
  width?: number;
  height?: number;
  expires: number;
}

export type Presence = 'online' | 'background' | 'offline';

/** Who may become a friend: whoever asks, whom one accepts, nobody. */
export type Allow = 'anyone' | 'approval' | 'nobody';

export interface User { user: string; name?: string; avatar?: string; attributes?: Record<string, unknown>; allow?: Allow }

export interface Friend {
  user: string;
  /** what you call the friend */
  remark: string;
  lists: string[];
  attributes: Record<string, string>;
  /** what was said when you became friends */
  wording: string;
  source: string;
  since: number;
}

export interface FriendRequest {
  user: string;
  /** you have asked */
  mine: boolean;
  state: 'pending' | 'accepted' | 'refused';
  wording: string;
  source: string;
  /** said with a no */
  reason: string;
  remark: string;
  lists: string[];
  at: number;
}

/** both: you cannot write to the user either */
export interface Block { user: string; both: boolean; at: number }

/** All that is known, whole after `load`. unseen: requests that wait and have not been looked at */
export interface FriendBook { friends: Friend[]; requests: FriendRequest[]; blocks: Block[]; lists: string[]; unseen: number }

/** mine: you have the other, not the other way round; theirs: the reverse; asked: you wait; wanted: the other waits */
export interface FriendRelation { user: string; relation: 'none' | 'mine' | 'theirs' | 'both' | 'asked' | 'wanted'; blocked: boolean }

export interface FriendEvent {
  /** requested, added, refused, accepted, deleted, edited, lists, blocked, unblocked, forgotten, seen */
  action: string;
  /** the other */
  user: string;
  /** who did it */
  from: string;
  fields: Record<string, string>;
  n: number;
  t: number;
}

/** What comes with a request or a yes: wording is told, the rest is yours. */
export interface FriendAsked {
  wording?: string;
  source?: string;
  remark?: string;
  lists?: string[];
  attributes?: Record<string, string>;
}

export interface Friends {
  /** Asks for what is new. After the first call that is done by itself, after every login and on every change. */
  load(): Promise<FriendBook>;
  /** what is known now, without asking */
  known(): FriendBook;
  /** relation 'both': friends at once; 'asked': the other decides */
  request(user: string, how?: FriendAsked): Promise<FriendRelation>;
  /** both: false = the other may have you, you do not want the other */
  accept(user: string, how?: FriendAsked & { both?: boolean }): Promise<FriendRelation>;
  refuse(user: string, reason?: string): Promise<FriendRelation>;
  /** Off the list of requests; an own one that waits is withdrawn. */
  forget(user: string): Promise<FriendRelation>;
  /** The requests have been looked at, on all devices. */
  seen(): Promise<void>;
  /** both: also from the other's friends, who hears of it */
  remove(user: string, how?: { both?: boolean }): Promise<FriendRelation>;
  /** Given fields only. An attribute '' is removed. */
  edit(user: string, change: { remark?: string; lists?: string[]; attributes?: Record<string, string> }): Promise<FriendRelation>;
  check(users: string | string[]): Promise<FriendRelation[]>;
  /** unfriend: end the friendship too, on both sides */
  block(user: string, how?: { both?: boolean; unfriend?: boolean }): Promise<FriendRelation>;
  unblock(user: string): Promise<FriendRelation>;
  /** The list is made if it is not there. */
  addTo(list: string, users?: string | string[]): Promise<void>;
  takeFrom(list: string, users: string | string[]): Promise<void>;
  renameList(list: string, to: string): Promise<void>;
  removeList(list: string): Promise<void>;
}

/** What a group is now. Its conversation is `g:` and its id. Types and what they allow: docs/wire/native.md 5.10. */
export interface Group {
  group: string;
  type: string;
  name: string;
  avatar: string;
  introduction: string;
  announcement: string;
  /** '' in a group that goes on without one */
  owner: string;
  created: number;
  members: number;
  max: number;
  join: 'free' | 'approval' | 'closed';
  invite: 'members' | 'admins' | 'closed';
  /** those whom members invite are asked first */
  confirm: boolean;
  /** only administrators and the owner may speak */
  muted: boolean;
  dismissed: boolean;
  attributes: Record<string, string>;
}

export interface GroupMember {
  user: string;
  role: 'member' | 'admin' | 'owner';
  /** the name in this group */
  card: string;
  /** may not speak before this time, ms; 0 = may */
  muted: number;
  joined: number;
  by?: string;
  /** may speak while all are muted */
  speaks?: boolean;
  attributes: Record<string, string>;
}

/** until: ms, 0 = for good */
export interface GroupBan { user: string; until: number; at: number }
export interface GroupSpeaker { user: string; at: number }
export interface GroupApplication { user: string; reason: string; at: number }

/** Given fields only. An attribute '' is removed. */
export interface GroupChange {
  name?: string;
  avatar?: string;
  introduction?: string;
  announcement?: string;
  join?: Group['join'];
  invite?: Group['invite'];
  confirm?: boolean;
  max?: number;
  muted?: boolean;
  attributes?: Record<string, string>;
}

export interface GroupEvent {
  group: string;
  /** created, updated, dismissed, joined, left, kicked, owner, role, member, muted, unmuted, banned, unbanned, invited, applied, handled */
  action: string;
  /** who did it */
  from: string;
  /** whom it concerns */
  users: string[];
  fields: Record<string, string>;
  n: number;
  t: number;
}

/** A group is named by its id, with or without `g:`. Refusals name what one may not do. */
export interface Groups {
  /** group: left out, the server makes an id. type: work (default), public, meeting, community. You are the owner. */
  create(given?: GroupChange & { group?: string; type?: string; members?: string[] }): Promise<Group>;
  /** member: your own row, null when you are not in it */
  get(group: string): Promise<Group & { member: GroupMember | null }>;
  /** those you are in */
  list(): Promise<Group[]>;
  /** in order of ids; the next page: after the last one */
  members(group: string, how?: { after?: string; limit?: number }): Promise<GroupMember[]>;
  edit(group: string, change: GroupChange): Promise<Group>;
  /** Where an administrator decides, you are not in it yet: the event 'group' with `handled` tells. */
  join(group: string, reason?: string): Promise<Group>;
  handle(group: string, user: string, accept: boolean, reason?: string): Promise<Group>;
  invite(group: string, users: string[]): Promise<Group>;
  /** What you say to an invitation, where the group asks first: the event 'group' with `invited` told you. */
  answer(group: string, accept: boolean, reason?: string): Promise<Group>;
  /** Integers of the group by name; these three resolve with all of them. */
  counters(group: string): Promise<Record<string, number>>;
  /** Adds, and loses nothing that another adds at the same moment. */
  count(group: string, values: Record<string, number>): Promise<Record<string, number>>;
  setCounters(group: string, values: Record<string, number>): Promise<Record<string, number>>;
  leave(group: string): Promise<Group>;
  kick(group: string, users: string[], reason?: string): Promise<Group>;
  /** who waits to be let in, for administrators: in order of ids, in pages as members */
  applications(group: string, how?: { after?: string; limit?: number }): Promise<GroupApplication[]>;
  /** who is kept out, for administrators */
  bans(group: string, how?: { after?: string; limit?: number }): Promise<GroupBan[]>;
  /** members who may speak while all are muted, for administrators */
  speakers(group: string, how?: { after?: string; limit?: number }): Promise<GroupSpeaker[]>;
  /** may: whether they speak while all are muted */
  setSpeakers(group: string, users: string[], may: boolean): Promise<Group>;
  /** until: ms; left out = for good */
  ban(group: string, user: string, until?: number): Promise<Group>;
  unban(group: string, user: string): Promise<Group>;
  setRole(group: string, user: string, role: 'admin' | 'member'): Promise<Group>;
  transfer(group: string, user: string): Promise<Group>;
  /** until: ms; 0 = may speak again */
  mute(group: string, user: string, until: number): Promise<Group>;
  /** your own, or as an administrator another's */
  setCard(group: string, change: { card?: string; attributes?: Record<string, string> }, user?: string): Promise<Group>;
  dismiss(group: string): Promise<Group>;
}

/** What a room is now. Its conversation is `r:` and its id. Rules: docs/wire/native.md 5.12. */
export interface Room {
  room: string;
  name: string;
  /** '' = nobody's */
  owner: string;
  created: number;
  /** users who are there now */
  members: number;
  max: number;
  /** what is said is kept: history() shows it to who is there */
  history: boolean;
  /** ms after which it is dismissed when nobody is there; left out = never */
  linger?: number;
  dismissed: boolean;
  /** number of the newest that was said, and when counting began (0: the log counts) */
  n: number;
  since: number;
  /** messages given up under load since then */
  shed: number;
  attributes: Record<string, string>;
  /** who set them */
  owners: Record<string, string>;
}

export interface RoomEvent {
  room: string;
  /** members (who came and went), updated, attributes, kicked, dismissed, recall; missed (count); out (you are not in it any more: error) */
  action: string;
  from?: string;
  users?: string[];
  /** updated: what changed; attributes: `a.NAME`, '' = removed */
  fields?: Record<string, string>;
  /** of members: how many are there, came and went, and some of those */
  members?: number;
  entered?: number;
  left?: number;
  in?: string[];
  out?: string[];
  shed?: number;
  /** of missed: how many messages cannot be shown */
  count?: number;
  /** of recall */
  target?: number;
  error?: HongyanError;
  n?: number;
  t?: number;
}

/** What a room is made with. */
export interface RoomSettings { name?: string; max?: number; history?: boolean; linger?: number }

/** A room is named by its id, with or without `r:`. Who is there now hears what is said now; sendText({ room }, …) speaks. */
export interface Rooms {
  /** Once entered you stay in it, also after a lost connection, until you leave. create: make it if there is none (where the app allows). */
  enter(room: string, how?: RoomSettings & { create?: boolean }): Promise<Room>;
  /** Leaves `from` (left out: all others) if the new one takes you in. */
  switchTo(room: string, from?: string): Promise<Room>;
  leave(room: string): Promise<void>;
  /** ids of the rooms you are in */
  current(): string[];
  /** Where the app allows it. room: left out, the server makes an id. You are the owner. */
  create(given?: RoomSettings & { room?: string }): Promise<Room>;
  get(room: string): Promise<Room>;
  /** of the app, in order of ids; the next page: after the last one */
  list(how?: { after?: string; limit?: number }): Promise<Room[]>;
  /** Some of those who are there (or those of `users` who are), and how many there are. */
  members(room: string, how?: { limit?: number; users?: string[] }): Promise<{ count: number; members: string[] }>;
  /** '' removes one. failed: those that belong to others (force: set them too; keep: the owner stays). leaves: they go when you go. */
  setAttributes(room: string, attributes: Record<string, string>, how?: { force?: boolean; leaves?: boolean; keep?: boolean }): Promise<{ room: Room; failed: string[] }>;
  /** name, max and linger; as its owner, like the two below */
  edit(room: string, change: RoomSettings): Promise<Room>;
  kick(room: string, users: string[], reason?: string): Promise<Room>;
  dismiss(room: string): Promise<Room>;
}

export interface Events {
  /** where the connection is, where it was, and why it changed */
  state: [State, State, Fault | null];
  /** every message once: received, sent from here (at once, state 'sending'), sent from another device. live: it came just now, not after an absence */
  message: [Message, { live: boolean }];
  /** a message for the program, not for the person */
  command: [Message, { live: boolean }];
  /** a message changed, replace it by its id: an own one was sent, failed or still waits with an error; any was edited or reacted to */
  updated: [Message];
  recalled: [Message];
  /** I removed these messages for myself, here or on another device */
  removed: [{ conv: string; numbers: number[] }];
  /** a message was pinned for everybody, or is so no more */
  pin: [{ conv: string; n: number; on: boolean; from: string }];
  /** somebody in the group has read my messages up to n: ask readCounts for those that are on the screen */
  readers: [{ conv: string; n: number }];
  /** its life is over, or it has burnt: type says which */
  expired: [Message];
  /** one that is kept nowhere: no number, in no history */
  'online-message': [Message];
  /** your folders, all of them, after a change */
  folders: [Folder[]];
  /** what became of a scheduled message: created, cancelled, sent, failed (with code and name) */
  schedule: [{ cid: string; action: string; at?: string; code?: string; name?: string }];
  /** something about a group, or about your part in one, changed */
  group: [GroupEvent];
  /** something about a room you are in changed; what is said there comes as 'message' */
  room: [RoomEvent];
  /** anything about it changed: last message, unread, marks, settings */
  conversation: [Conversation];
  /** somebody read up to n */
  read: [{ conv: string; user: string; n: number }];
  /** the other's device has everything up to n (single conversations) */
  delivered: [{ conv: string; n: number }];
  /** online-only, such as 'typing' */
  signal: [{ conv: string; from: string; name: string; data: any; t: number }];
  /** something about a friend, a request or a block, in the order it happened */
  friend: [FriendEvent];
  /** what is known of friends has changed; also after an absence */
  friends: [FriendBook];
  presence: [{ user: string; state: Presence; status?: string }];
  /** in: ms; renewing: the tokenProvider is being asked, otherwise call renewToken */
  'token-expiring': [{ at: number; in: number; renewing: boolean }];
  /** the session ended for good: another device, an administrator … */
  kicked: [HongyanError];
  /** full: something could not be stored (the app works on, from memory); removed: old pages that made room */
  storage: [{ full: boolean; removed: number; reason: string }];
  /** the server could not tell what is new; local data was dropped and is loaded again */
  reset: [];
  error: [HongyanError];
  log: [{ level: 'debug' | 'info' | 'warn'; text: string }];
}

export interface Options {
  /** wss://host or wss://host/link */
  url: string;
  app: string;
  platform: Platform;
  /** others than in kernel/limits.js */
  limits?: { [name: string]: number };
}

export interface Credentials {
  /** give it with a tokenProvider, so that local data can be shown before the network answers */
  user?: string;
  token?: string;
  /** asked for a token whenever one is needed; from your own server */
  tokenProvider?: () => string | Promise<string>;
}

/** What one keeps about conversations, and messages that are sent in special ways. */
export interface Special {
  conversations(filter?: ConversationFilter): Conversation[];
  /** Without muted conversations, or with them. */
  totalUnread(how?: { muted: boolean }): number;
  /** mentions: mentions of me come through all the same */
  mute(target: Target, on?: boolean, how?: { mentions: boolean }): Promise<void>;
  /** The same from the server: in all conversations, and how many of it in muted ones. */
  totals(): Promise<{ unread: number; muted: number }>;
  /** Whether a person should be alerted to this message now: not one's own, not muted (or a mention that comes through), not quiet. */
  alerts(message: Message): boolean;
  /** Kept on all my devices; '' = no draft any more. Shown at once; what cannot be told now is told when the connection is back. */
  setDraft(target: Target, text: string): Promise<void>;
  setCustom(target: Target, text: string): Promise<void>;
  mark(target: Target, mark: Mark, on?: boolean): Promise<void>;
  readonly schedules: Schedules;
  /** A text that grows before everybody's eyes, as 'updated' messages. Without a piece or an end for long, it is finished by itself. */
  stream(target: Target, text?: string, more?: SendOptions): Promise<Stream>;
  /** For whoever is there now: stored nowhere, numbered nowhere. Whether anybody was. Heard as 'online-message'. */
  sendOnline(message: Outgoing): Promise<boolean>;
  /** The text in another language, from what the server's operator has installed; 'port_absent' where nothing is. */
  translate(text: string, how: { to: string; from?: string }): Promise<string>;
  /** What a voice message says; likewise. */
  voiceToText(message: Message, how?: { from?: string }): Promise<string>;
  readonly folders: Folders;
}

export interface Hongyan extends Life, Special {
  readonly state: State;
  readonly user: string;

  /** Returns the removal of the listener. */
  on<E extends keyof Events>(event: E, listener: (...values: Events[E]) => void): () => void;
  once<E extends keyof Events>(event: E, listener: (...values: Events[E]) => void): () => void;
  /** Without listener: all of the event. Without both: all. */
  off<E extends keyof Events>(event?: E, listener?: (...values: Events[E]) => void): void;

  /** Resolves when logged in and in sync. Local data can be used at once. Rejects when the server says never. */
  login(credentials: Credentials): Promise<{ user: string }>;
  /** wipe: also forget this user's data on this device. */
  logout(how?: { wipe?: boolean }): Promise<void>;
  /** Only without a tokenProvider, after 'token-expiring'. */
  renewToken(token: string): Promise<void>;

  /** Throws a Fault for what can never be sent; everything else is told by the message's state. Works offline. */
  send(message: Outgoing): Message;
  sendText(to: Target, text: string, options?: SendOptions): Message;
  /** A failed message again. */
  resend(message: Message | string): Message;
  /** Gives up a message that is failed or still waits. */
  discard(message: Message | string): boolean;
  /** Own messages that are not sent yet, or failed; also from before a restart. */
  pending(target: Target): Message[];
  /** A picture, sound or video, before the message that shows it. percent: 0 to 100. `abort` gives it up (rejects with `aborted`). */
  upload(filePath: string, how?: { onProgress?: (percent: number) => void }): Promise<UploadedFile> & { abort(): void };
  /** Where to read the file of a content now: its own url while that is good, else a fresh one. */
  fileUrl(content: { url: string; file?: unknown; [more: string]: unknown }): Promise<string>;
  /** One's own, while the server allows it: a message, or its conversation and number. */
  recall(message: Message | Target, n?: number): Promise<void>;

  /**
   * Newest first page, then older with `before`. Local first, then the server; no holes.
   * events: also what happened in a group, as messages of type 'group' whose content is { action, users, fields } of a GroupEvent.
   */
  history(target: Target, how?: { before?: number; limit?: number; events?: boolean }): Promise<HistoryPage>;
  /** Pinned first, then by time. */
  conversation(target: Target): Conversation;
  unread(target: Target): number;
  /** Up to this message; default: everything. Shown at once, told to the server when it can be. */
  markRead(target: Target, n?: number | Message): void;
  /** For the ticks beside an own message. */
  receipt(message: Message): 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | 'received';

  pin(target: Target, on?: boolean): Promise<void>;
  /** Empties my view, up to n or wholly. */
  clear(target: Target, n?: number): Promise<void>;
  /** Off my list until something new comes. */
  remove(target: Target, how?: { clear?: boolean }): Promise<void>;

  /** Throttled; says nothing when offline. */
  typing(target: Target): void;
  /** Online only; whether anybody was there. */
  signal(target: Target, name: string, data?: object): Promise<boolean>;
  presence(users: string | string[]): Promise<Record<string, Presence>>;
  /** Changes come as 'presence', also after a reconnect. */
  watch(users: string | string[]): Promise<Record<string, Presence>>;
  unwatch(users: string | string[]): Promise<void>;
  users(users: string | string[]): Promise<User[]>;
  readonly groups: Groups;
  readonly rooms: Rooms;
  setProfile(patch: { name?: string; avatar?: string; attributes?: Record<string, unknown> }): Promise<User>;
  readonly friends: Friends;
  setProfile(patch: { name?: string; avatar?: string; attributes?: Record<string, unknown>; allow?: Allow }): Promise<User>;
  /** A text beside being online, until you are offline; '' = none. */
  setStatus(text: string): Promise<void>;
  /** The texts of those who show one. */
  statuses(users: string | string[]): Promise<Record<string, string>>;
}

export function create(options: Options): Hongyan;
export function wxPlatform(wx: WxPart, host?: Host): Platform;
export const VERSION: string;

'use strict';
/**
 * The shapes that travel inside the kernel. The wire's own words are docs/wire/native.md.
 *
 * @typedef {'idle' | 'connecting' | 'authenticating' | 'syncing' | 'online' | 'waiting' | 'suspended' | 'closed'} State
 * @typedef {'fix' | 'later' | 'login' | 'never'} Band
 * @typedef {Record<string, any>} Frame  one JSON object of the wire
 * @typedef {(fault: Fault | null, reply: Frame) => void} Answer
 *
 * @typedef {object} FaultFields
 * @property {number} code  the server's number; 9000 and above: this SDK's own
 * @property {string} name  stable
 * @property {Band} band  what to do
 * @property {string} [zh]  the sentence in Chinese
 * @property {number} [after]  ms until a retry makes sense
 * @property {string} [field]  which field of the request
 * @typedef {Error & FaultFields} Fault
 *
 * @typedef {object} Entry  one numbered row of a conversation
 * @property {'msg' | 'event'} op
 * @property {string} from
 * @property {string} to
 * @property {number} n
 * @property {number} k
 * @property {number} mid
 * @property {number} t
 * @property {string} [cid]
 * @property {string} [type]
 * @property {any} [content]
 * @property {any} [ext]
 * @property {string[]} [mentions]
 * @property {number} [quote]
 * @property {boolean} [count]
 * @property {string} [action]  of events of groups, rooms and friends
 * @property {boolean} [push]
 * @property {any} [how]  only, priority, life, burn: out of the ordinary
 * @property {string} [by]
 * @property {number} [root]
 * @property {number} [rev]  how often it was changed
 * @property {{ t: number, count: number }} [edited]
 * @property {Array<{ key: string, count: number, users: string[] }>} [reactions]
 * @property {string} [event]
 * @property {string} [action]
 * @property {number} [target]
 * @property {boolean} [counted]
 * @property {string} [sender]
 * @property {string} [conv]
 * @property {string} [user]
 * @property {number} [read]
 * @property {number} [rk]
 * @property {number} [pin]
 * @property {boolean} [mute]
 * @property {number} [cleared]
 * @property {number} [ck]
 * @property {boolean} [hidden]
 *
 * @typedef {object} Conversation  what this device knows of one; see unread.js for k, mark and except
 * @property {string} conv
 * @property {number} head  the newest number held in order
 * @property {number} k
 * @property {number} t
 * @property {number} mid
 * @property {Entry | null} last
 * @property {[number, number]} mark
 * @property {number[]} except
 * @property {number} exceptn  how many exceptions there are; more than listed when there are very many
 * @property {number[]} mentions  messages after the mark that mention me, or all; some up to the mark may still be listed
 * @property {number} read  own read mark in force
 * @property {number} want  own read mark that the server has not confirmed; 0 = none
 * @property {{ read: number, delivered: number }} peer
 * @property {number} cleared
 * @property {number} pin
 * @property {boolean} mute
 * @property {boolean} hidden
 * @property {Notes} notes  what I keep about it, the same on all my devices
 *
 * @typedef {{ mentions?: boolean, draft?: string, custom?: string, marks?: string[], folders?: number[] }} Notes
 *
 * @typedef {object} Draft  what the app wants to send
 * @property {string} to
 * @property {string} type
 * @property {any} content
 * @property {any} [ext]
 * @property {string[]} [mentions]
 * @property {number} [quote]
 * @property {boolean} [count]
 * @property {boolean} [push]
 * @property {string} [priority]
 * @property {any} [how]  only, priority, life, burn: out of the ordinary
 *
 * @typedef {object} OutboxFields
 * @property {number} seq  order of sending
 * @property {string} cid
 * @property {number} at  first attempt, or creation while there was none (ms, device clock)
 * @property {boolean} tried  it may have reached the server
 * @property {FaultFields | null} fault  set: it failed, and waits for resend or discard
 * @typedef {Draft & OutboxFields} Outgoing
 *
 * @typedef {object} SocketEvents  each may be called late or twice: the receiver guards by generation
 * @property {() => void} open
 * @property {(data: any) => void} message
 * @property {(reason: string) => void} end
 *
 * @typedef {object} Socket
 * @property {(text: string) => void} send
 * @property {() => void} close
 *
 * @typedef {object} Platform  everything that is not the language itself
 * @property {string} name  the word for `platform` at login
 * @property {() => number} now
 * @property {() => number} random
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {(error: unknown) => void} report  a listener of the app threw
 * @property {(url: string, events: SocketEvents) => Socket} connect
 * @property {(asked: HttpAsked, done: HttpDone) => { abort: () => void }} [request]  GET
 * @property {(asked: HttpAsked & UploadFields, done: HttpDone) => { abort: () => void }} [upload]  a form with one file
 * @property {Storage} storage
 * @property {(listener: () => void) => (() => void)} onShow  returns its own removal
 * @property {(listener: () => void) => (() => void)} onHide
 * @property {(listener: (isConnected: boolean) => void) => (() => void)} onNetwork
 *
 * @typedef {{ url: string, header: Record<string, string>, timeoutMs: number }} HttpAsked
 * @typedef {{ filePath: string, name: string, progress: (percent: number) => void }} UploadFields
 * @typedef {{ status: number, data: any }} HttpReply  data: parsed, or as text
 * @typedef {(reason: string | null, reply: HttpReply) => void} HttpDone  reason: why no answer came; null when one did
 *
 * @typedef {object} Storage  each may throw
 * @property {(key: string) => any} get  '' or undefined when absent
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 * @property {() => { keys: string[], usedBytes: number, limitBytes: number }} info
 *
 * @typedef {(level: 'debug' | 'info' | 'warn', text: string) => void} Log  never given a token, a session or a content
 * @typedef {(event: string, ...values: any[]) => void} Emit
 *
 * @typedef {(c: Conversation, entry: any) => void} Fate  what an entry makes of messages that are held, beyond a recall
 * @typedef {{ pages: import('./pages').Pages, me: () => string, emit: Emit, touch: (c: Conversation) => void }} FateTools
 * @typedef {(tools: FateTools) => Fate} MakeFate
 */
module.exports = {};

'use strict';
/**
 * The two seams of the double. Everything that knows about Node (or about a browser, later) lives behind them; the semantics of
 * `wx` are written once against these types.
 *
 * @typedef {string | ArrayBuffer} Payload
 *
 * @typedef {object} Clock
 * @property {() => number} now  milliseconds since the epoch
 * @property {(run: () => void, ms: number) => number} set
 * @property {(id: number) => void} clear
 * @property {(error: unknown) => void} fail  a callback of the code under test threw: make the test see it
 * @property {(ms: number) => Promise<void>} advance  let this much time pass
 * @property {() => Promise<void>} settle  let everything that is due now happen
 * @property {<T>(promise: Promise<T>, limitMs?: number) => Promise<T>} until  let time pass until the promise settles
 * @property {() => void} dispose  forget every timer
 *
 * @typedef {object} SocketRequest
 * @property {string} url
 * @property {Record<string, string>} header
 * @property {string[]} protocols
 *
 * @typedef {object} SocketEvents
 * @property {(header: Record<string, string>) => void} open
 * @property {(data: Payload) => void} message
 * @property {(reason: string) => void} error  the handshake failed; nothing follows
 * @property {(code: number, reason: string, byServer: boolean) => void} close  an open link ended; nothing follows
 *
 * @typedef {object} Link  one socket of a transport
 * @property {(data: Payload) => void} send
 * @property {(code: number, reason: string) => void} close  polite end; no event follows
 * @property {() => void} kill  the system cut it: the server sees the link break, no event follows
 * @property {() => void} abandon  nothing more may pass in either direction, and the server must not notice
 *
 * @typedef {object} HttpRequest
 * @property {string} url
 * @property {string} method
 * @property {Record<string, string>} header
 * @property {ArrayBuffer | null} body
 *
 * @typedef {object} HttpReply
 * @property {number} statusCode
 * @property {Record<string, string>} header
 * @property {string[]} cookies
 *
 * @typedef {object} HttpEvents
 * @property {(sentBytes: number, totalBytes: number) => void} sent
 * @property {(reply: HttpReply) => void} head
 * @property {(bytes: ArrayBuffer) => void} chunk
 * @property {() => void} end
 * @property {(reason: string) => void} error
 *
 * @typedef {object} Transport
 * @property {(request: SocketRequest, events: SocketEvents) => Link} openSocket
 * @property {(request: HttpRequest, events: HttpEvents) => { abort: () => void }} request
 * @property {(path: string) => ArrayBuffer | null} readFile  a file the app names that the device does not hold itself
 * @property {() => void} dispose  end of the test: drop whatever is still held
 *
 * @typedef {object} Frame  one line of the wire log
 * @property {number} at
 * @property {number} socket  1, 2, 3 … in the order of connectSocket
 * @property {string} url
 * @property {'out' | 'in'} direction
 * @property {'open' | 'text' | 'binary' | 'close' | 'error' | 'cut'} kind
 * @property {Payload} [data]
 * @property {number} [code]
 * @property {string} [reason]
 * @property {boolean} lost  true: a dead link swallowed it, the other side never saw it
 */
module.exports = {};

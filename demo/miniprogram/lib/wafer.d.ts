/** Wafer's client for mini-programs. Names are Wafer's. */

export type ErrorType =
  | 'ERR_INVALID_PARAMS' | 'ERR_WX_LOGIN_FAILED' | 'ERR_WX_GET_USER_INFO' | 'ERR_LOGIN_TIMEOUT' | 'ERR_LOGIN_FAILED' | 'ERR_LOGIN_MISSING_SESSION'
  | 'ERR_INVALID_SESSION' | 'ERR_CHECK_LOGIN_FAILED';

export class LoginError extends Error {
  constructor(type: string, message: string, detail?: unknown);
  type: ErrorType | string;
  /** what WeChat said, with ERR_WX_LOGIN_FAILED */
  detail?: unknown;
}

export class RequestError extends Error {
  constructor(type: string, message: string);
  type: ErrorType | string;
}

export const ERR_INVALID_PARAMS: 'ERR_INVALID_PARAMS';
export const ERR_WX_LOGIN_FAILED: 'ERR_WX_LOGIN_FAILED';
/** never given: without a profile the code alone is a login */
export const ERR_WX_GET_USER_INFO: 'ERR_WX_GET_USER_INFO';
/** never given, as in the original */
export const ERR_LOGIN_TIMEOUT: 'ERR_LOGIN_TIMEOUT';
export const ERR_LOGIN_FAILED: 'ERR_LOGIN_FAILED';
export const ERR_LOGIN_SESSION_NOT_RECEIVED: 'ERR_LOGIN_MISSING_SESSION';
export const ERR_INVALID_SESSION: 'ERR_INVALID_SESSION';
export const ERR_CHECK_LOGIN_FAILED: 'ERR_CHECK_LOGIN_FAILED';

/** What WeChat, or else the server, tells of the person. Nothing of it is sure. */
export interface UserInfo {
  openId?: string;
  nickName?: string;
  avatarUrl?: string;
  gender?: number;
  language?: string;
  city?: string;
  province?: string;
  country?: string;
}

export interface LoginOptions {
  /** in place of the address that was set; one must be set all the same */
  loginUrl?: string;
  /** GET */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'TRACE' | 'CONNECT';
  data?: string | object | ArrayBuffer;
  success?(userInfo: UserInfo): void;
  fail?(error: LoginError): void;
  /** the handbook's name of `fail` */
  error?(error: LoginError): void;
}

export interface Response<T = any> {
  data: T;
  statusCode: number;
  header: Record<string, string>;
  cookies?: string[];
}

export interface RequestOptions<T = any> {
  url: string;
  /** log in first, if there is no session */
  login?: boolean;
  header?: Record<string, string>;
  method?: LoginOptions['method'];
  data?: LoginOptions['data'];
  /** every status */
  success?(response: Response<T>): void;
  /** a login or a session that failed, or what wx.request says when there is no answer */
  fail?(error: LoginError | RequestError | { errMsg: string }): void;
  /** the handbook's name of `fail` */
  error?(error: LoginError | RequestError | { errMsg: string }): void;
  /** after either, once */
  complete?(value: any): void;
  /** everything else that wx.request takes */
  [option: string]: any;
}

/** Holds from now on. */
export function setLoginUrl(loginUrl: string): void;
/** With a session that WeChat still knows: at once, without traffic. */
export function login(options?: LoginOptions): void;
/** With the session's headers, if there is one. A session that ended is renewed, and the request made once more. */
export function request<T = any>(options: RequestOptions<T>): void;
export function clearSession(): void;
/** For requests that are made in another way: {} without a session. */
export function buildSessionHeader(): { 'X-WX-Id'?: string; 'X-WX-Skey'?: string };

export type Status = 'CLOSED' | 'CONNECTING' | 'ACTIVE' | 'RECONNECTING';
export interface TunnelFault {
  /** one of Tunnel's ERR_ */
  code: number;
  message: string;
  detail: any;
}

/** One at a time: a second is refused until the first is closed. */
export class Tunnel {
  static readonly STATUS_CLOSED: 'CLOSED';
  static readonly STATUS_CONNECTING: 'CONNECTING';
  static readonly STATUS_ACTIVE: 'ACTIVE';
  static readonly STATUS_RECONNECTING: 'RECONNECTING';
  static readonly ERR_CONNECT_SERVICE: 1001;
  /** never given, as in the original */
  static readonly ERR_CONNECT_SOCKET: 1002;
  static readonly ERR_RECONNECT: 2001;
  static readonly ERR_SOCKET_ERROR: 3001;
  /** 5; set before a tunnel is made */
  static MAX_RECONNECT_TRY_TIMES: number | undefined;
  /** 1000 ms; attempt k waits k times this; set before a tunnel is made */
  static RECONNECT_TIME_INCREASE: number | undefined;

  constructor(serviceUrl: string);
  readonly serviceUrl: string;
  readonly socketUrl: string | null;
  readonly status: Status;
  /** While it is not closed: nothing. */
  open(): void;
  /** Sends, in order; while it is not open: when it is. */
  emit(type: string, content?: any): void;
  close(): void;
  on(type: 'connect' | 'close' | 'reconnecting' | 'reconnect' | 'reconnected', listener: () => void): void;
  on(type: 'error', listener: (fault: TunnelFault) => void): void;
  /** Everything: events and messages. */
  on(type: '*', listener: (type: string, content?: any) => void): void;
  /** A message; one that is named like an event, with `@` before its name. */
  on(type: string, listener: (content?: any) => void): void;
  isClosed(): boolean;
  isConnecting(): boolean;
  isActive(): boolean;
  isReconnecting(): boolean;
}

/** A client of its own, for tests and other hosts: `wx` and the timers are what it is given. */
export function createWafer(host?: {
  wx?: any;
  setTimeout?: (run: () => void, ms: number) => any;
  clearTimeout?: (timer: any) => void;
  now?: () => number;
}): Omit<typeof import('./index'), 'createWafer'>;

/** MobileIMSDK for mini-programs: the API of its handbook. Names and spelling are MobileIMSDK's. */

/** One packet. Of a received one every field may be missing but `type`. */
export interface Protocal {
  /** came through the vendor's message-queue bridge */
  bridge: boolean;
  /** one of MBProtocalType; messages are 2 */
  type: number;
  dataContent?: string;
  from?: string;
  /** '0' is the server */
  to?: string;
  /** fingerprint: the message's unique id; only with QoS, or when the app gave one */
  fp?: string;
  /** to be acknowledged, sent again until then */
  QoS: boolean;
  /** the application's own type, -1 when it has none */
  typeu: number;
  /** the server's clock in ms, -1 when it does not stamp */
  sm: number;
}

/** A packet that an app fills itself: what is left out gets the value of the factory. */
export type ProtocalDraft = Partial<Omit<Protocal, 'dataContent' | 'from' | 'to' | 'fp'>> & {
  dataContent?: unknown;
  from?: string | number | null;
  to: string | number;
  fp?: string | null;
};

export interface LoginInfo {
  /** unique; a number becomes text */
  loginUserId: string | number;
  loginToken?: string | number | null;
  /** for the server's own check */
  extra?: string | object | null;
  /** the SDK's: time of the first login, which decides who of two sessions stays */
  firstLoginTime?: number;
}

export class PLoginInfo implements LoginInfo {
  constructor(loginUserId: string | number, loginToken?: string, extra?: string);
  loginUserId: string | number;
  loginToken?: string;
  extra?: string;
}

export class PKickoutInfo {
  static readonly KICKOUT_FOR_DUPLICATE_LOGIN: 1;
  static readonly KICKOUT_FOR_ADMIN: 2;
  constructor(code: number, reason?: string);
  /** one of MBKickoutCode, or the application's own, greater than 100 */
  code: number;
  reason?: string;
}

export interface MBProtocalFactory {
  /** @param QoS with it and without a fingerprint one is made */
  createCommonData(dataContent: unknown, fromUserId: string | number, toUserId: string | number, QoS?: boolean, fingerPrint?: string | null, typeu?: number): Protocal;
  /** with QoS and a fingerprint */
  createCommonDataSimple(dataContent: unknown, fromUserId: string | number, toUserId: string | number, typeu?: number): Protocal;
  createPLoginInfo(info: LoginInfo): Protocal;
  createPKeepAlive(fromUserId: string): Protocal;
  createPLoginoutInfo(fromUserId: string): Protocal;
  createRecivedBack(fromUserId: string | undefined, toUserId: string | undefined, fingerPrint: string, bridge?: boolean): Protocal;
}

export const MBProtocalFactory: MBProtocalFactory;
export function createProtocalFactory(random: () => number): MBProtocalFactory;
export const MBProtocalType: {
  readonly FROM_CLIENT_TYPE_OF_LOGIN: 0;
  readonly FROM_CLIENT_TYPE_OF_KEEP$ALIVE: 1;
  readonly FROM_CLIENT_TYPE_OF_COMMON$DATA: 2;
  readonly FROM_CLIENT_TYPE_OF_LOGOUT: 3;
  readonly FROM_CLIENT_TYPE_OF_RECIVED: 4;
  readonly FROM_CLIENT_TYPE_OF_ECHO: 5;
  readonly FROM_SERVER_TYPE_OF_RESPONSE$LOGIN: 50;
  readonly FROM_SERVER_TYPE_OF_RESPONSE$KEEP$ALIVE: 51;
  readonly FROM_SERVER_TYPE_OF_RESPONSE$FOR$ERROR: 52;
  readonly FROM_SERVER_TYPE_OF_RESPONSE$ECHO: 53;
  readonly FROM_SERVER_TYPE_OF_KICKOUT: 54;
};

export const MBErrorCode: {
  readonly COMMON_CODE_OK: 0;
  readonly COMMON_NO_LOGIN: 1;
  readonly COMMON_UNKNOW_ERROR: 2;
  readonly COMMON_DATA_SEND_FAILD: 3;
  readonly COMMON_INVALID_PROTOCAL: 4;
  readonly BREOKEN_CONNECT_TO_SERVER: 201;
  readonly BAD_CONNECT_TO_SERVER: 202;
  readonly CLIENT_SDK_NO_INITIALED: 203;
  readonly LOCAL_NETWORK_NOT_WORKING: 204;
  readonly TO_SERVER_NET_INFO_NOT_SETUP: 205;
  readonly RESPONSE_FOR_UNLOGIN: 301;
};

export const MBKickoutCode: { readonly KICKOUT_FOR_DUPLICATE_LOGIN: 1; readonly KICKOUT_FOR_ADMIN: 2 };

export const MBSenseMode: {
  readonly MODE_3S: 3;
  readonly MODE_5S: 5;
  readonly MODE_10S: 10;
  readonly MODE_15S: 15;
  readonly MODE_30S: 30;
  readonly MODE_60S: 60;
  readonly MODE_120S: 120;
};

/** Every callback of IMSDK, by what happened. */
export const MBSocketEvent: {
  readonly LOG: 'callback_onIMLog';
  readonly DATA: 'callback_onIMData';
  readonly LOGIN_SUCESS: 'callback_onIMAfterLoginSucess';
  readonly LOGIN_FAILED: 'callback_onIMAfterLoginFailed';
  readonly RECONNECT_SUCESS: 'callback_onIMReconnectSucess';
  readonly DISCONNECTED: 'callback_onIMDisconnected';
  readonly PING: 'callback_onIMPing';
  readonly PONG: 'callback_onIMPong';
  readonly SHOW_ALERT: 'callback_onIMShowAlert';
  readonly KICKOUT: 'callback_onIMKickout';
  readonly MESSAGES_LOST: 'callback_onMessagesLost';
  readonly MESSAGES_BE_RECEIVED: 'callback_onMessagesBeReceived';
};

export interface SendResult { errMsg: string }

export interface IMSDK {
  /** The first login was done. Stays true while the link is down, until logout or kick. */
  isLogined(): boolean;
  /** The link is there and logged in. Says something only while `isLogined()`. */
  isOnline(): boolean;
  /** What the last login was done with, and `firstLoginTime`; null before the first. The next re-login sends what stands here. */
  getLoginInfo(): (LoginInfo & { loginUserId: string; firstLoginTime: number }) | null;
  /**
   * 0, or one of MBErrorCode. With QoS, 0 means: it is sent until `callback_onMessagesBeReceived` or `callback_onMessagesLost`.
   * @param fnSucess handed to the socket, or kept for QoS
   * @param fnFail nothing will come of it
   * @param fnComplete after either
   */
  sendData(
    p: Protocal | ProtocalDraft, fnSucess?: ((result: SendResult) => void) | null, fnFail?: ((result: SendResult) => void) | null,
    fnComplete?: ((result: SendResult) => void) | null): number;
  /** Logs out: the inverse of `loginImpl`. */
  disconnectSocket(): void;
  setDebugCoreEnable(enable: boolean): void;
  setDebugSDKEnable(enable: boolean): void;
  /** Speaks only while core debugging is on. */
  setDebugPingPongEnable(enable: boolean): boolean;
  /** Connects and logs in; ends what was there before. @returns 0, or one of MBErrorCode */
  loginImpl(varloginInfo: LoginInfo, wsUrl: string): number;

  callback_onIMLog: ((message: string, toConsole?: boolean) => void) | null;
  callback_onIMData: ((p: Protocal, options?: undefined) => void) | null;
  callback_onIMAfterLoginSucess: (() => void) | null;
  /** @param isReconnect refused while reconnecting @param code the server's (not in the handbook) */
  callback_onIMAfterLoginFailed: ((isReconnect: boolean, code: number) => void) | null;
  callback_onIMReconnectSucess: (() => void) | null;
  callback_onIMDisconnected: (() => void) | null;
  callback_onIMPing: (() => void) | null;
  callback_onIMPong: (() => void) | null;
  /** Not given: a dialog of the platform. */
  callback_onIMShowAlert: ((alertContent: string) => void) | null;
  callback_onIMKickout: ((kickoutInfo: PKickoutInfo) => void) | null;
  callback_onMessagesLost: ((lostMessages: Protocal[]) => void) | null;
  callback_onMessagesBeReceived: ((theFingerPrint: string) => void) | null;

  /** Not in the handbook: `MBKeepAliveDaemon.setSenseMode` of this SDK. */
  setSenseMode(mode: number): void;
  /** Not in the handbook: logs out, and runs on another platform from here. */
  setPlatform(platform: Platform): void;
}

/** The SDK of this app. */
export const IMSDK: IMSDK;
/** Another one, for tests and for pages with two people. */
export function createIMSDK(platform?: Platform): IMSDK;

export const MBKeepAliveDaemon: { setSenseMode(mode: number): void };
export const MBUtils: { createUuid(): string };

/** Puts IMSDK, MBProtocalFactory and so on there. Done with `wx` when the file is loaded. */
export function attach(target: object): void;
/** In a browser: `useWeb(window)`. */
export function useWeb(window: object): void;

/** What the SDK needs of where it runs. */
export interface Platform {
  name: string;
  now(): number;
  random(): number;
  setTimeout(run: () => void, ms: number): any;
  clearTimeout(timer: any): void;
  /** an error that an app's callback threw */
  report(error: unknown): void;
  log(text: string): void;
  alert(text: string): void;
  connect(url: string, events: SocketEvents): PlatformSocket;
  /** each returns what removes the listener */
  onShow(listener: () => void): () => void;
  onHide(listener: () => void): () => void;
  onNetwork(listener: (isConnected: boolean) => void): () => void;
}

export interface SocketEvents {
  open(): void;
  message(data: any): void;
  /** closed, failed, or never came; more than once does no harm */
  end(why: string): void;
}

export interface PlatformSocket {
  /** `done` comes later, never inside this call; null: handed over */
  send(text: string, done: (errMsg: string | null) => void): void;
  close(): void;
}

/** What a host gives instead of its globals; tests do. */
export type Host = Partial<Pick<Platform, 'now' | 'random' | 'setTimeout' | 'clearTimeout' | 'report' | 'log'>>;

/** `wx`, or what has its shape (`uni`). */
export function wxPlatform(wx: object, host?: Host): Platform;
export function webPlatform(window: object, host?: Host): Platform;

/** What `require` leaves on `wx`. */
export interface Attached {
  IMSDK: IMSDK;
  MBProtocalFactory: MBProtocalFactory;
  MBUtils: typeof MBUtils;
  MBKeepAliveDaemon: typeof MBKeepAliveDaemon;
  MBSenseMode: typeof MBSenseMode;
  MBErrorCode: typeof MBErrorCode;
  MBKickoutCode: typeof MBKickoutCode;
  MBProtocalType: typeof MBProtocalType;
  MBSocketEvent: typeof MBSocketEvent;
}

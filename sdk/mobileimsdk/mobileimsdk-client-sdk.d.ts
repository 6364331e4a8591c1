/** MobileIMSDK for mini-programs: the API of its handbook. */

import {
  LoginInfo, MBErrorCode, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, PKickoutInfo, Protocal, ProtocalDraft,
} from './module/mb_constants';

export {
  LoginInfo, MBErrorCode, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, PKickoutInfo, PLoginInfo, Protocal, ProtocalDraft,
  createProtocalFactory,
} from './module/mb_constants';

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

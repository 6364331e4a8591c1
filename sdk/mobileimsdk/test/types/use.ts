/** How a TypeScript developer uses the SDK; compiled, never run. What must not compile stands under @ts-expect-error. */

import {
  IMSDK, MBErrorCode, MBKeepAliveDaemon, MBKickoutCode, MBProtocalFactory, MBSenseMode, PKickoutInfo, PLoginInfo, attach, createIMSDK, useWeb, webPlatform,
  wxPlatform, type Attached, type LoginInfo, type Platform, type Protocal, type SendResult,
} from '../../mobileimsdk-client-sdk';
import { MBErrorCode as Codes } from '../../module/mb_constants';
import * as whole from '../..';

MBKeepAliveDaemon.setSenseMode(MBSenseMode.MODE_15S);
IMSDK.setDebugCoreEnable(true);
IMSDK.setDebugSDKEnable(true);
const speaks: boolean = IMSDK.setDebugPingPongEnable(true);

IMSDK.callback_onIMLog = (message, toConsole) => console.log(message.length, toConsole === true);
IMSDK.callback_onIMData = (p: Protocal, options) => console.log(p.from, p.dataContent, p.typeu + 1, options);
IMSDK.callback_onIMAfterLoginSucess = () => {};
IMSDK.callback_onIMAfterLoginFailed = (isReconnect: boolean) => console.log(isReconnect);
IMSDK.callback_onIMReconnectSucess = null;
IMSDK.callback_onIMKickout = (info: PKickoutInfo) => console.log(info.code === MBKickoutCode.KICKOUT_FOR_DUPLICATE_LOGIN, info.reason);
IMSDK.callback_onMessagesLost = (list: Protocal[]) => list.forEach((p) => console.log(p.fp));
IMSDK.callback_onMessagesBeReceived = (fp: string) => console.log(fp);
IMSDK.callback_onIMShowAlert = (text: string) => console.log(text);

const info: LoginInfo = { loginUserId: 10001, loginToken: 'token', extra: { device: 'x' } };
const code: number = IMSDK.loginImpl(info, 'wss://im.example.com/websocket');
IMSDK.loginImpl(new PLoginInfo('alice', 'token'), 'wss://im.example.com/websocket');
const p = MBProtocalFactory.createCommonDataSimple('hello', 'alice', 'bob', -1);
if (IMSDK.sendData(p, (result: SendResult) => console.log(result.errMsg), null, () => {}) !== MBErrorCode.COMMON_CODE_OK) console.log(Codes.COMMON_NO_LOGIN);
IMSDK.sendData({ to: 'bob', dataContent: { a: 1 }, QoS: true });
IMSDK.sendData(MBProtocalFactory.createCommonData('x', 'alice', '0', true, null, 7));
const user: string | undefined = IMSDK.getLoginInfo()?.loginUserId;
const on: boolean = IMSDK.isLogined() && IMSDK.isOnline();
IMSDK.disconnectSocket();

const other = createIMSDK(wxPlatform(wx));
const here: Platform = webPlatform({});
other.setPlatform(here);
attach(wx);
useWeb({});
const attached = wx as unknown as Attached;
attached.IMSDK.disconnectSocket();
attached.MBProtocalFactory.createCommonDataSimple('x', 'a', 'b');
void [speaks, code, user, on, whole.IMSDK === IMSDK];

// @ts-expect-error a message needs a receiver
IMSDK.sendData({ dataContent: 'x' });
// @ts-expect-error the address is missing
IMSDK.loginImpl(info);
// @ts-expect-error there is no such callback
IMSDK.callback_onIMNothing = () => {};
// @ts-expect-error codes are not to be written
MBErrorCode.COMMON_CODE_OK = 1;

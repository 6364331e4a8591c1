/** Compiled, never run: the types say what the handbook shows, and refuse what it does not. */
import * as wafer from '../../index';

wafer.setLoginUrl('https://im.example.com/wafer/login');
wafer.login({ success: (userInfo) => userInfo.nickName, fail: (error) => error.type === wafer.ERR_WX_LOGIN_FAILED, error: (error) => error.message });
wafer.login();
wafer.request<{ code: number }>({ url: 'https://im.example.com/wafer/user', login: true, success: ({ data }) => data.code + 1, timeout: 1000, complete() {} });
const header: { [name: string]: string | undefined } = wafer.buildSessionHeader();
wafer.clearSession();

const tunnel = new wafer.Tunnel('https://im.example.com/wafer/tunnel');
wafer.Tunnel.MAX_RECONNECT_TRY_TIMES = 2;
tunnel.on('connect', () => tunnel.emit('speak', { word: 'hello' }));
tunnel.on('reconnected', () => {});
tunnel.on('error', ({ code, detail }) => code === wafer.Tunnel.ERR_RECONNECT && detail);
tunnel.on('speak', (speak) => speak.word);
tunnel.on('*', (type, content) => type.length + content);
tunnel.open();
if (tunnel.isActive() && tunnel.status === wafer.Tunnel.STATUS_ACTIVE) tunnel.close();
wafer.createWafer({ wx: {} }).login();

// @ts-expect-error an address is needed
wafer.request({});
// @ts-expect-error no PATCH in mini-programs
wafer.request({ url: '', method: 'PATCH' });
// @ts-expect-error made with new
wafer.Tunnel('https://im.example.com/wafer/tunnel');
// @ts-expect-error its own
tunnel.status = 'CLOSED';
export { header };

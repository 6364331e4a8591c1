package im.hongyan.core.error;

import static im.hongyan.core.error.Band.LATER;
import static im.hongyan.core.error.Band.LOGIN;
import static im.hongyan.core.error.Band.NEVER;

/// The one catalogue of closes. The range tells a client what to do: 4000-4199 reconnect with back-off, 4200-4299
/// get a new credential first, 4300-4399 stay away.
public enum CloseCode {
    SHUTTING_DOWN(4000, LATER, "The server is stopping.", "服务器正在停止。"),
    HEARTBEAT_TIMEOUT(4001, LATER, "Nothing was heard from this connection for too long.", "连接长时间无数据。"),
    SLOW_CONSUMER(4002, LATER, "This connection reads too slowly.", "连接读取过慢。"),
    OVERLOADED(4003, LATER, "The server has too many connections.", "服务器连接数过多。"),
    ACK_TIMEOUT(4004, LATER, "Deliveries were not acknowledged.", "投递未被确认。"),
    LOGIN_TIMEOUT(4005, LATER, "No login arrived in time.", "未在规定时间内登录。"),
    INTERNAL(4006, LATER, "Something broke in the server.", "服务器内部错误。"),
    TOO_FAST(4008, LATER, "Too many frames in too short a time.", "发送频率过高。"),
    TOKEN_EXPIRED(4200, LOGIN, "The token has expired.", "令牌已过期。"),
    TOKEN_REVOKED(4201, LOGIN, "The token was revoked.", "令牌已吊销。"),
    REPLACED(4300, NEVER, "The same device opened another connection.", "同一设备建立了新的连接。"),
    KICKED_BY_POLICY(4301, NEVER, "The user logged in elsewhere.", "账号已在其他设备登录。"),
    KICKED_BY_ADMIN(4302, NEVER, "An administrator ended this session.", "管理员终止了此会话。"),
    USER_DISABLED(4303, NEVER, "The user is disabled.", "用户已停用。"),
    APP_DISABLED(4304, NEVER, "The app is disabled.", "应用已停用。"),
    PROTOCOL_ERROR(4305, NEVER, "Too many bad frames.", "错误数据帧过多。"),
    FRAME_TOO_LARGE(4306, NEVER, "A frame was larger than allowed.", "数据帧超出大小限制。"),
    UNSUPPORTED(4307, NEVER, "This kind of frame is not used here.", "不支持此类数据帧。"),
    LOGGED_OUT(4308, NEVER, "Logged out.", "已退出登录。");

    private final int number;
    private final Band band;
    private final String english;
    private final String chinese;

    CloseCode(int number, Band band, String english, String chinese) {
        this.number = number;
        this.band = band;
        this.english = english;
        this.chinese = chinese;
    }

    public int number() {
        return number;
    }

    public Band band() {
        return band;
    }

    public String english() {
        return english;
    }

    public String chinese() {
        return chinese;
    }

    /// The stable name on the wire: lower case with underscores.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

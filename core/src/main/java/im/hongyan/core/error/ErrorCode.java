package im.hongyan.core.error;

import static im.hongyan.core.error.Band.FIX;
import static im.hongyan.core.error.Band.LATER;
import static im.hongyan.core.error.Band.LOGIN;
import static im.hongyan.core.error.Band.NEVER;

/// The one catalogue of replies. Numbers and names are stable for ever; a retired number stays listed. 1xxx: the
/// frame; 2xxx: who you are; 3xxx: what you asked for; 5xxx: the server. (4xxx are closes, see [CloseCode].) Every
/// dialect maps it with a total switch.
public enum ErrorCode {
    BAD_JSON(1000, FIX, "The frame is not a JSON object.", "数据帧不是 JSON 对象。"),
    BAD_FRAME(1001, FIX, "A field is missing or has the wrong type.", "字段缺失或类型不正确。"),
    UNKNOWN_OPERATION(1002, FIX, "There is no such operation.", "没有这个操作。"),
    TOO_DEEP(1003, FIX, "The JSON nests too deep.", "JSON 嵌套过深。"),
    NOT_LOGGED_IN(1005, LOGIN, "Log in first.", "请先登录。"),
    ALREADY_LOGGED_IN(1006, FIX, "This connection is logged in already.", "此连接已登录。"),
    UNSUPPORTED_VERSION(1007, NEVER, "This protocol version is not supported.", "不支持此协议版本。"),

    TOKEN_MISSING(2000, LOGIN, "A token is required.", "缺少令牌。"),
    TOKEN_INVALID(2001, LOGIN, "The token is not valid.", "令牌无效。"),
    TOKEN_EXPIRED(2002, LOGIN, "The token has expired.", "令牌已过期。"),
    TOKEN_FOREIGN(2003, LOGIN, "The token belongs to another app or user.", "令牌属于其他应用或用户。"),
    APP_UNKNOWN(2004, FIX, "There is no such app.", "没有这个应用。"),
    APP_DISABLED(2005, NEVER, "The app is disabled.", "应用已停用。"),
    USER_DISABLED(2006, NEVER, "The user is disabled.", "用户已停用。"),
    SESSION_LIMIT(2007, NEVER, "The user has too many sessions.", "该用户的登录设备过多。"),
    RESUME_UNKNOWN(2008, LOGIN, "The session cannot be resumed: log in.", "会话无法恢复,请重新登录。"),
    NOT_PERMITTED(2009, NEVER, "The credential does not permit this.", "此凭证无权执行该操作。"),
    BAD_USER_ID(
            2010,
            FIX,
            "The user id is not valid: 1-64 bytes of UTF-8, no control characters.",
            "用户 ID 无效:须为 1-64 字节 UTF-8 且不含控制字符。"),
    BAD_DEVICE_ID(
            2011,
            FIX,
            "The device id is not valid: 1-64 bytes of UTF-8, no control characters.",
            "设备 ID 无效:须为 1-64 字节 UTF-8 且不含控制字符。"),

    MESSAGE_TOO_LARGE(3000, FIX, "The message is too large.", "消息过大。"),
    TOO_FAST(3001, LATER, "Too fast: slow down.", "操作过快,请稍候。"),
    BAD_CONTENT(3002, FIX, "The content does not fit its type.", "消息内容与类型不符。"),
    BAD_CLIENT_ID(
            3003,
            FIX,
            "The client id is not valid: 1-64 bytes of UTF-8, no control characters.",
            "客户端消息 ID 无效:须为 1-64 字节 UTF-8 且不含控制字符。"),
    RECIPIENT_UNKNOWN(3004, NEVER, "There is no such recipient.", "接收者不存在。"),
    BLOCKED(3005, NEVER, "The recipient does not accept messages from you.", "对方拒收您的消息。"),
    MUTED(3006, LATER, "You are muted here.", "您已被禁言。"),
    NOT_A_MEMBER(3007, NEVER, "You have no part in this conversation.", "您不在此会话中。"),
    CONVERSATION_UNKNOWN(3008, NEVER, "There is no such conversation.", "会话不存在。"),
    BAD_CONVERSATION(3009, FIX, "The conversation's name is not valid here.", "会话名称无效。"),
    TOO_MANY(3010, FIX, "A list is longer than allowed.", "列表超出允许的长度。"),
    QUOTE_UNKNOWN(3011, FIX, "The quoted message does not exist.", "引用的消息不存在。"),
    RECALL_TOO_LATE(3012, NEVER, "It is too late to recall this message.", "已超过可撤回时间。"),
    RECALL_NOT_ALLOWED(3013, NEVER, "Only the sender may recall this message.", "只有发送者可以撤回此消息。"),
    MESSAGE_UNKNOWN(3014, NEVER, "There is no such message.", "消息不存在。"),
    EXT_TOO_LARGE(3015, FIX, "The ext object is too large.", "ext 对象过大。"),
    BAD_CURSOR(3016, FIX, "The cursor or page mark is not valid.", "游标或分页标记无效。"),
    USER_UNKNOWN(3017, NEVER, "There is no such user.", "用户不存在。"),
    FILE_TOO_LARGE(3030, FIX, "The file is too large.", "文件过大。"),
    FILE_TYPE_REFUSED(3031, FIX, "Files of this type are not accepted.", "不支持此类型的文件。"),
    FILE_EMPTY(3032, FIX, "The file is empty.", "文件为空。"),
    FILE_UNKNOWN(3033, NEVER, "There is no such file.", "文件不存在。"),
    FILE_ADDRESS_INVALID(3034, NEVER, "This is not an address of a file.", "文件地址无效。"),
    FILE_ADDRESS_EXPIRED(3035, FIX, "The file's address has expired: ask for a fresh one.", "文件地址已过期,请重新获取。"),

    EDIT_TOO_LATE(3050, NEVER, "It is too late to edit this message.", "已超过可编辑时间。"),
    EDIT_NOT_ALLOWED(3051, NEVER, "Only the sender may edit this message.", "只有发送者可以编辑此消息。"),
    MESSAGE_RECALLED(3052, NEVER, "The message was recalled.", "消息已被撤回。"),
    EDITS_TOO_MANY(3053, NEVER, "The message was edited too often.", "消息编辑次数过多。"),
    MESSAGE_CHANGED(3054, FIX, "The message was edited meanwhile: read it again.", "消息已被修改,请重新读取。"),
    BAD_REACTION(
            3055,
            FIX,
            "The reaction is not valid: 1-64 bytes of UTF-8, no control characters.",
            "表态无效:须为 1-64 字节 UTF-8 且不含控制字符。"),
    REACTIONS_TOO_MANY(3056, NEVER, "The message has too many kinds of reactions.", "该消息的表态种类过多。"),
    PINS_TOO_MANY(3057, FIX, "Too many messages are pinned here.", "此会话置顶的消息过多。"),
    READERS_NOT_ALLOWED(3058, NEVER, "Only the sender may see who has read this message.", "只有发送者可以查看已读成员。"),
    NOT_HERE(3070, FIX, "This cannot be done in a conversation of this kind.", "此类会话不支持该操作。"),
    TIME_NOT_ALLOWED(3071, FIX, "A time is outside of what is allowed.", "时间超出允许范围。"),
    FOLDER_UNKNOWN(3072, NEVER, "There is no such folder.", "没有这个会话分组。"),
    FOLDER_EXISTS(3073, FIX, "A folder of this name exists already.", "该名称的会话分组已存在。"),
    FOLDERS_TOO_MANY(3074, NEVER, "There are too many folders.", "会话分组过多。"),
    SCHEDULE_UNKNOWN(3075, NEVER, "There is no such scheduled message.", "没有这条定时消息。"),
    SCHEDULES_TOO_MANY(3076, NEVER, "Too many messages wait for their time.", "待发送的定时消息过多。"),
    STREAM_UNKNOWN(3077, NEVER, "You have no such message open for streaming.", "没有正在进行的流式消息。"),
    STREAM_OUT_OF_ORDER(3078, FIX, "A piece of the streamed text does not follow what is there.", "流式文本片段不连续。"),
    STREAMS_TOO_MANY(3079, LATER, "Too many messages are being streamed.", "进行中的流式消息过多。"),
    PORT_ABSENT(3080, NEVER, "This server has nothing installed for that.", "服务器未安装相应插件。"),
    PORT_FAILED(3081, LATER, "What is installed for that did not answer.", "相应插件未能应答。"),

    GROUP_UNKNOWN(3200, NEVER, "There is no such group.", "群组不存在。"),
    GROUP_EXISTS(3201, FIX, "A group of this id exists already.", "该群组 ID 已存在。"),
    GROUP_DISMISSED(3202, NEVER, "The group has been dismissed.", "群组已解散。"),
    GROUP_NOT_PERMITTED(3203, NEVER, "Your role in the group does not permit this.", "您在群组中的角色无权执行该操作。"),
    GROUP_FULL(3204, LATER, "The group has no room for more members.", "群成员已满。"),
    GROUP_CLOSED(3205, NEVER, "Nobody can join this group by himself.", "该群组不允许主动加入。"),
    GROUP_BANNED(3206, NEVER, "You have been banned from this group.", "您已被该群组封禁。"),
    GROUPS_TOO_MANY(3207, NEVER, "The user is in too many groups.", "该用户加入的群组过多。"),
    MEMBER_UNKNOWN(3208, NEVER, "There is no such member.", "没有这个群成员。"),
    APPLICATION_UNKNOWN(3209, NEVER, "There is no such application, or it was handled.", "申请不存在或已被处理。"),
    TOO_LONG(3210, FIX, "A text is longer than allowed.", "文本超出允许的长度。"),

    ROOM_UNKNOWN(3400, NEVER, "There is no such room.", "聊天室不存在。"),
    ROOM_EXISTS(3401, FIX, "A room of this id exists already.", "该聊天室 ID 已存在。"),
    ROOM_DISMISSED(3402, NEVER, "The room has been dismissed.", "聊天室已解散。"),
    ROOM_NOT_PERMITTED(3403, NEVER, "You may not do this to the room.", "您无权对该聊天室执行此操作。"),
    ROOM_FULL(3404, LATER, "The room has no place for more members.", "聊天室人数已满。"),
    ROOMS_TOO_MANY(3405, FIX, "You are in too many rooms: leave one first.", "您加入的聊天室过多,请先退出一个。"),
    ROOM_BUSY(3406, NEVER, "The room is too busy for messages of this priority.", "聊天室繁忙,此优先级的消息已被丢弃。"),
    FRIEND_UNKNOWN(3300, NEVER, "This user is not a friend.", "对方不是您的好友。"),
    FRIEND_ALREADY(3301, NEVER, "This user is a friend already.", "对方已是您的好友。"),
    FRIEND_REQUEST_UNKNOWN(3302, NEVER, "There is no such request, or it was answered.", "好友申请不存在或已被处理。"),
    FRIENDS_REFUSED(3303, NEVER, "This user accepts no friend requests.", "对方不接受好友申请。"),
    FRIENDS_FULL(3304, NEVER, "Your list of friends is full.", "您的好友数已达上限。"),
    PEER_FRIENDS_FULL(3305, NEVER, "The other's list of friends is full.", "对方的好友数已达上限。"),
    FRIEND_REQUESTS_FULL(3306, LATER, "Too many requests wait for this user's answer.", "对方待处理的好友申请过多。"),
    FRIEND_REQUESTS_OPEN(3307, LATER, "Too many of your requests wait for an answer.", "您待通过的好友申请过多。"),
    BLOCKED_BY_SELF(3308, FIX, "You have blocked this user: end that first.", "您已将对方加入黑名单,请先移出。"),
    FRIEND_SELF(3309, FIX, "This cannot be done to oneself.", "不能对自己执行该操作。"),
    FRIEND_LIST_UNKNOWN(3310, NEVER, "There is no such list of friends.", "没有这个好友分组。"),
    FRIEND_LIST_EXISTS(3311, FIX, "A list of this name exists already.", "该好友分组已存在。"),
    BLOCKLIST_FULL(3312, NEVER, "Your blocklist is full.", "您的黑名单已达上限。"),

    INTERNAL(5000, LATER, "Something broke in the server.", "服务器内部错误。"),
    BUSY(5001, LATER, "The server is busy: try again shortly.", "服务器繁忙,请稍后重试。"),
    STORAGE_FULL(5002, LATER, "The server's disk is full: nothing can be stored now.", "服务器磁盘已满,暂时无法存储。"),
    SHUTTING_DOWN(5003, LATER, "The server is stopping.", "服务器正在停止。"),
    STORAGE_UNAVAILABLE(5004, LATER, "The server's store does not answer.", "服务器存储暂不可用。");

    private final int number;
    private final Band band;
    private final String english;
    private final String chinese;

    ErrorCode(int number, Band band, String english, String chinese) {
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

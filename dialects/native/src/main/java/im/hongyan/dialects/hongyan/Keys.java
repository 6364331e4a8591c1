package im.hongyan.dialects.hongyan;

import java.nio.charset.StandardCharsets;

/// The fixed pieces of our frames, as bytes. Those that begin a frame or an object hold its brace; the others begin
/// with the comma before their field.
final class Keys {
    static final byte[] RE = bytes("{'re':");
    static final byte[] ERR = bytes(",'err':{");
    static final byte[] CODE = bytes("'code':");
    static final byte[] NAME = bytes(",'name':");
    static final byte[] BAND = bytes(",'band':");
    static final byte[] TEXT = bytes(",'text':");
    static final byte[] ZH = bytes(",'zh':");
    static final byte[] AFTER = bytes(",'after':");
    static final byte[] FIELD = bytes(",'field':");
    static final byte[] OP_BYE = bytes("{'op':'bye',");

    static final byte[] OP_MSG = bytes("{'op':'msg','from':");
    static final byte[] OP_EVENT = bytes("{'op':'event','from':");
    static final byte[] TO = bytes(",'to':");
    static final byte[] N = bytes(",'n':");
    static final byte[] K = bytes(",'k':");
    static final byte[] MID = bytes(",'mid':");
    static final byte[] T = bytes(",'t':");
    static final byte[] CID = bytes(",'cid':");
    static final byte[] TYPE = bytes(",'type':");
    static final byte[] TYPE_RECALLED = bytes(",'type':'recalled','by':");
    static final byte[] CONTENT = bytes(",'content':");
    static final byte[] EXT = bytes(",'ext':");
    static final byte[] MENTIONS = bytes(",'mentions':[");
    static final byte[] QUOTE = bytes(",'quote':");
    static final byte[] COUNT_FALSE = bytes(",'count':false");
    static final byte[] PUSH_FALSE = bytes(",'push':false");
    static final byte[] EVENT_RECALL = bytes(",'event':'recall','target':");
    static final byte[] EVENT_READ = bytes(",'event':'read','conv':");
    static final byte[] EVENT_RECEIPT = bytes(",'event':'receipt','conv':");
    static final byte[] EVENT_SETTING = bytes(",'event':'setting','conv':");
    static final byte[] COUNTED = bytes(",'counted':");
    static final byte[] SENDER = bytes(",'sender':");
    static final byte[] READ = bytes(",'read':");
    static final byte[] RK = bytes(",'rk':");
    static final byte[] USER = bytes(",'user':");
    static final byte[] PIN = bytes(",'pin':");
    static final byte[] MUTE = bytes(",'mute':");
    static final byte[] CLEARED = bytes(",'cleared':");
    static final byte[] CK = bytes(",'ck':");
    static final byte[] HIDDEN = bytes(",'hidden':");

    static final byte[] OP_RECEIPT = bytes("{'op':'receipt','conv':");
    static final byte[] DELIVERED = bytes(",'delivered':");
    static final byte[] OP_SIGNAL = bytes("{'op':'signal','from':");
    static final byte[] DATA = bytes(",'data':");
    static final byte[] OP_PRESENCE = bytes("{'op':'presence','user':");
    static final byte[] STATE = bytes(",'state':");
    static final byte[] OP_SYNC = bytes("{'op':'sync'}");
    static final byte[] OP_EXPIRING = bytes("{'op':'expiring','at':");
    static final byte[] IN = bytes(",'in':");

    static final byte[] SESSION = bytes(",'session':");
    static final byte[] CURSOR = bytes(",'cursor':");
    static final byte[] HEARTBEAT = bytes(",'heartbeat':");
    static final byte[] IDLE = bytes(",'idle':");
    static final byte[] EXPIRES = bytes(",'expires':");
    static final byte[] RESUMABLE = bytes(",'resumable':");
    static final byte[] PUSHED = bytes(",'pushed':");
    static final byte[] CONV = bytes(",'conv':");
    static final byte[] HEAD = bytes(",'head':");
    static final byte[] ENTRIES = bytes(",'entries':[");
    static final byte[] MORE = bytes(",'more':");
    static final byte[] NEXT = bytes(",'next':");
    static final byte[] WHOLE = bytes(",'whole':");
    static final byte[] CONVERSATIONS = bytes(",'conversations':[");
    static final byte[] CONV_FIRST = bytes("{'conv':");
    static final byte[] LAST = bytes(",'last':");
    static final byte[] UNREAD = bytes(",'unread':");
    static final byte[] MARK = bytes(",'mark':[");
    static final byte[] EXCEPT = bytes(",'except':[");
    static final byte[] EXCEPTN = bytes(",'exceptn':");
    static final byte[] PEER_READ = bytes(",'peer':{'read':");
    static final byte[] ONLINE = bytes(",'online':");
    static final byte[] USERS_MAP = bytes(",'users':{");
    static final byte[] USERS_LIST = bytes(",'users':[");
    static final byte[] USER_FIRST = bytes("{'user':");
    static final byte[] AVATAR = bytes(",'avatar':");
    static final byte[] ATTRIBUTES = bytes(",'attributes':{");
    static final byte[] NULL = bytes("null");

    private Keys() {}

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
    }
}

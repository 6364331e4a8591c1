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

    static final byte[] GROUP = bytes(",'group':");
    static final byte[] MEMBER = bytes(",'member':");
    static final byte[] GROUPS = bytes(",'groups':[");
    static final byte[] MEMBERS = bytes(",'members':[");
    static final byte[] ROOM = bytes(",'room':");
    static final byte[] ROOMS = bytes(",'rooms':[");
    static final byte[] FAILED = bytes(",'failed':[");
    static final byte[] COUNT = bytes(",'count':");
    static final byte[] TO = bytes(",'to':");
    static final byte[] N = bytes(",'n':");
    static final byte[] K = bytes(",'k':");
    static final byte[] MID = bytes(",'mid':");
    static final byte[] T = bytes(",'t':");
    static final byte[] USER = bytes(",'user':");

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
    static final byte[] ONLINE = bytes(",'online':");
    static final byte[] USERS_MAP = bytes(",'users':{");
    static final byte[] USERS_LIST = bytes(",'users':[");
    static final byte[] USER_FIRST = bytes("{'user':");
    static final byte[] STATUS = bytes(",'status':");
    static final byte[] STATUS_MAP = bytes(",'status':{");
    static final byte[] COMMA = bytes(",");
    static final byte[] ALLOW = bytes(",'allow':");
    static final byte[] VERSION = bytes(",'version':");
    static final byte[] AVATAR = bytes(",'avatar':");
    static final byte[] ATTRIBUTES = bytes(",'attributes':{");

    static final byte[] REV = bytes(",'rev':");
    static final byte[] ROOT = bytes(",'root':");
    static final byte[] NUMBERS = bytes(",'numbers':[");
    static final byte[] COUNTING = bytes(",'counting':[");
    static final byte[] PINS = bytes(",'pins':[");
    static final byte[] BY_FIRST = bytes("{'by':");
    static final byte[] ENTRY = bytes(",'entry':");
    static final byte[] COUNTS = bytes(",'counts':[");
    static final byte[] OP_READERS = bytes("{'op':'readers','conv':");
    static final byte[] UNREAD = bytes(",'unread':");
    static final byte[] MUTED = bytes(",'muted':");

    static final byte[] OP_STREAM = bytes("{'op':'stream','from':");
    static final byte[] AT = bytes(",'at':");

    static final byte[] FOLDERS = bytes(",'folders':[");
    static final byte[] FOLDER_FIRST = bytes("{'folder':");

    static final byte[] CID = bytes(",'cid':");
    static final byte[] SCHEDULES = bytes(",'schedules':[");
    static final byte[] AT_FIRST = bytes("{'at':");

    private Keys() {}

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
    }
}

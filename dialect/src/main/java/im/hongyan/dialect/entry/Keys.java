package im.hongyan.dialect.entry;

import java.nio.charset.StandardCharsets;

/// The fixed pieces of entries and summaries, as bytes. Those that begin an object hold its brace; the others begin
/// with the comma before their field.
final class Keys {
    static final byte[] OP_MSG = bytes("{'op':'msg','from':");
    static final byte[] OP_EVENT = bytes("{'op':'event','from':");
    static final byte[] OP_ONLINE = bytes("{'op':'online','from':");
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
    static final byte[] EVENT_GROUP = bytes(",'event':'group','action':");
    static final byte[] USERS = bytes(",'users':[");
    static final byte[] FIELDS = bytes("],'fields':{");
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
    static final byte[] CONV_FIRST = bytes("{'conv':");
    static final byte[] HEAD = bytes(",'head':");
    static final byte[] LAST = bytes(",'last':");
    static final byte[] UNREAD = bytes(",'unread':");
    static final byte[] MARK = bytes(",'mark':[");
    static final byte[] EXCEPT = bytes(",'except':[");
    static final byte[] EXCEPTN = bytes(",'exceptn':");
    static final byte[] PEER_READ = bytes(",'peer':{'read':");
    static final byte[] DELIVERED = bytes(",'delivered':");
    static final byte[] GROUP_FIRST = bytes("{'group':");
    static final byte[] USER_FIRST = bytes("{'user':");
    static final byte[] NAME = bytes(",'name':");
    static final byte[] AVATAR = bytes(",'avatar':");
    static final byte[] INTRODUCTION = bytes(",'introduction':");
    static final byte[] ANNOUNCEMENT = bytes(",'announcement':");
    static final byte[] OWNER = bytes(",'owner':");
    static final byte[] CREATED = bytes(",'created':");
    static final byte[] MEMBERS = bytes(",'members':");
    static final byte[] MAX = bytes(",'max':");
    static final byte[] JOIN = bytes(",'join':");
    static final byte[] INVITE = bytes(",'invite':");
    static final byte[] MUTED = bytes(",'muted':");
    static final byte[] DISMISSED = bytes(",'dismissed':");
    static final byte[] ATTRIBUTES = bytes(",'attributes':{");
    static final byte[] ROLE = bytes(",'role':");
    static final byte[] CARD = bytes(",'card':");
    static final byte[] JOINED = bytes(",'joined':");
    static final byte[] BY = bytes(",'by':");
    static final byte[] NOTES = bytes(",'notes':{'mentions':");
    static final byte[] DRAFT = bytes(",'draft':");
    static final byte[] CUSTOM = bytes(",'custom':");
    static final byte[] MARKS = bytes(",'marks':[");
    static final byte[] FOLDERS = bytes(",'folders':[");
    static final byte[] HOW = bytes(",'how':{");
    static final byte[] ONLY = bytes("'only':[");
    static final byte[] PRIORITY = bytes("'priority':");
    static final byte[] LIFE = bytes("'life':");
    static final byte[] BURN = bytes("'burn':");
    static final byte[] OPEN_TRUE = bytes("'open':true");
    static final byte[] TYPE_EXPIRED = bytes(",'type':'expired'");
    static final byte[] TYPE_BURNT = bytes(",'type':'burnt'");
    static final byte[] EVENT = bytes(",'event':");
    static final byte[] EVENT_WITHHELD = bytes(",'event':'withheld'");
    static final byte[] TARGETS = bytes(",'targets':[");
    static final byte[] FIELDS_FIRST = bytes(",'fields':{");
    static final byte[] NULL = bytes("null");

    private Keys() {}

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tunnel's message as a message of the house, and any message of the house as a tunnel's. What the tunnel's
/// content holds besides the text travels in `ext.wafer`, so that it comes out as it went in. Pure.
final class Spoken {
    private static final int DEPTH_MAX = 32;
    private static final JsonNames EXT = new JsonNames(List.of("wafer"));
    private static final JsonNames CONTENT =
            new JsonNames(List.of("text", "url", "name", "address", "description", "title"));

    private final String field;
    private final JsonNames own;

    /// @param field the member of the tunnel's content that holds the text
    Spoken(String field) {
        this.field = field;
        this.own = new JsonNames(List.of(field));
    }

    /// What is said, and what else the content holds.
    record Said(RawJson content, @Nullable RawJson ext) {}

    /// Reads a tunnel's content; null if there is no text in it.
    @Nullable
    Said read(@Nullable String content) {
        if (content == null) {
            return null;
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        JsonFields fields = new JsonFields(own, ErrorCode.BAD_JSON, "");
        try {
            fields.read(bytes, 0, bytes.length, DEPTH_MAX);
            if (!fields.isString(0)) {
                return null;
            }
            String text = fields.string(0);
            if (text.isEmpty()) {
                return null;
            }
            byte[] plain = textContent(text);
            boolean more = bytes.length > member(field, text).length + 2;
            JsonOut out = new JsonOut();
            out.raw('{').string("wafer").raw(':').raw(bytes).raw('}');
            return new Said(new RawJson(plain), more ? new RawJson(out.toBytes()) : null);
        } catch (JsonException | RefusedException e) {
            return null;
        }
    }

    private static byte[] textContent(String text) {
        return new JsonOut().raw('{').raw(member("text", text)).raw('}').toBytes();
    }

    private static byte[] member(String name, String text) {
        return new JsonOut().string(name).raw(':').string(text).toBytes();
    }

    /// The content for a tunnel's client; null for what is not shown to people.
    @Nullable
    String write(Message message, UserInfo who) {
        byte[] members = members(message);
        if (members == null) {
            return null;
        }
        JsonOut out = new JsonOut();
        out.raw('{').raw(members).raw(',').string("who").raw(':');
        out.raw('{').raw(member("openId", who.openId())).raw(',');
        out.raw(member("nickName", who.nickName())).raw(',');
        out.raw(member("avatarUrl", who.avatarUrl())).raw('}').raw('}');
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    /// The members of the content, without brackets. A `who` that the sender has put there is overruled: of two
    /// members of one name a client takes the later.
    private byte @Nullable [] members(Message message) {
        byte[] kept = kept(message.ext());
        if (kept != null) {
            return kept;
        }
        String line = line(message);
        return line == null ? null : member(field, line);
    }

    /// What came in by a tunnel. Any client can write anything into `ext`, so only what has our text counts.
    private byte @Nullable [] kept(@Nullable RawJson ext) {
        if (ext == null) {
            return null;
        }
        byte[] bytes = ext.bytes();
        JsonFields outer = new JsonFields(EXT, ErrorCode.BAD_JSON, "");
        JsonFields inner = new JsonFields(own, ErrorCode.BAD_JSON, "");
        try {
            outer.read(bytes, 0, bytes.length, DEPTH_MAX + 1);
            if (!outer.has(0) || bytes[outer.start(0)] != '{') {
                return null;
            }
            inner.read(bytes, outer.start(0), outer.end(0), DEPTH_MAX);
            return inner.isString(0) ? Arrays.copyOfRange(bytes, outer.start(0) + 1, outer.end(0) - 1) : null;
        } catch (JsonException e) {
            return null;
        }
    }

    private static @Nullable String line(Message message) {
        byte[] bytes = message.content().bytes();
        JsonFields fields = new JsonFields(CONTENT, ErrorCode.BAD_JSON, "");
        try {
            fields.read(bytes, 0, bytes.length, DEPTH_MAX * 2);
            return switch (message.kind()) {
                case TEXT, NOTICE -> part(fields, 0);
                case IMAGE -> "[图片] " + part(fields, 1);
                case AUDIO -> "[语音] " + part(fields, 1);
                case VIDEO -> "[视频] " + part(fields, 1);
                case FILE -> "[文件] " + part(fields, 2) + " " + part(fields, 1);
                case LOCATION -> "[位置] " + part(fields, 2) + " " + part(fields, 3);
                case FACE -> "[表情] " + part(fields, 2);
                case CUSTOM -> "[自定义消息] " + part(fields, 4);
                case MERGED -> "[聊天记录] " + part(fields, 5);
                case COMMAND -> null;
            };
        } catch (JsonException e) {
            return null;
        }
    }

    private static String part(JsonFields fields, int field) {
        try {
            return fields.isString(field) ? fields.string(field) : "";
        } catch (RefusedException impossible) {
            throw new IllegalStateException("it is a string", impossible);
        }
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message of another dialect in one readable line: here there is only text.
final class MessageLine {
    private static final JsonNames NAMES = new JsonNames(List.of(
            "text", "url", "name", "latitude", "longitude", "address", "index", "data", "description", "title"));
    private static final int TEXT = 0;
    private static final int URL = 1;
    private static final int NAME = 2;
    private static final int LATITUDE = 3;
    private static final int LONGITUDE = 4;
    private static final int ADDRESS = 5;
    private static final int INDEX = 6;
    private static final int DATA = 7;
    private static final int DESCRIPTION = 8;
    private static final int TITLE = 9;
    private static final int DEPTH_MAX = 64;

    private final JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_CONTENT, "");

    /// The line; null for what is not shown to people.
    @Nullable
    String of(Message message) {
        RawJson content = message.content();
        try {
            fields.read(content.bytes(), 0, content.length(), DEPTH_MAX);
            return switch (message.kind()) {
                case TEXT, NOTICE -> part(TEXT);
                case IMAGE -> line("[图片]", URL);
                case AUDIO -> line("[语音]", URL);
                case VIDEO -> line("[视频]", URL);
                case FILE -> line("[文件]", NAME, URL);
                case LOCATION -> line("[位置]", NAME, ADDRESS) + " " + part(LATITUDE) + "," + part(LONGITUDE);
                case FACE -> line("[表情]", fields.has(NAME) ? NAME : INDEX);
                case CUSTOM -> line("[自定义消息]", fields.has(DESCRIPTION) ? DESCRIPTION : DATA);
                case MERGED -> line("[聊天记录]", TITLE);
                case COMMAND -> null;
            };
        } catch (JsonException broken) {
            return null;
        } finally {
            fields.clear();
        }
    }

    private String line(String kind, int... parts) {
        StringBuilder line = new StringBuilder(kind);
        for (int part : parts) {
            String text = part(part);
            if (!text.isEmpty()) {
                line.append(' ').append(text);
            }
        }
        return line.toString();
    }

    /// A string as it is meant, a number as it is written, nothing for nothing.
    private String part(int field) {
        if (!fields.has(field)) {
            return "";
        }
        if (fields.isString(field)) {
            try {
                return fields.string(field);
            } catch (RefusedException impossible) {
                throw new IllegalStateException("it is a string", impossible);
            }
        }
        return fields.written(field);
    }
}

package im.hongyan.dialects.wafer.business;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client has sent.
///
/// @param type as the client gave it, or [#UNKNOWN_RAW]
/// @param content JSON text; null if there was none
/// @param raw the packet's content as it came
public record TunnelMessage(String type, @Nullable String content, String raw) {
    /// The type of what is no message: its content is the raw text, as a JSON string.
    public static final String UNKNOWN_RAW = "UnknownRaw";

    private static final JsonNames NAMES = new JsonNames(List.of("type", "content"));
    private static final int DEPTH_MAX = 32;

    /// Reads what stands behind `message:`; never fails.
    public static TunnelMessage parse(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            int start = JsonScanner.skipSpace(bytes, 0, bytes.length);
            int end = fields.read(bytes, start, bytes.length, DEPTH_MAX);
            if (JsonScanner.skipSpace(bytes, end, bytes.length) != bytes.length || !fields.isString(0)) {
                return unknown(raw);
            }
            int length = fields.length(1);
            String content = length == 0 ? null : new String(bytes, fields.start(1), length, StandardCharsets.UTF_8);
            return new TunnelMessage(fields.string(0), content, raw);
        } catch (JsonException | RefusedException e) {
            return unknown(raw);
        }
    }

    private static TunnelMessage unknown(String raw) {
        return new TunnelMessage(
                UNKNOWN_RAW, new String(new JsonOut().string(raw).toBytes(), StandardCharsets.UTF_8), raw);
    }

    /// The content of a packet that carries a message.
    ///
    /// @param content JSON text; null = none
    public static String write(String type, @Nullable String content) {
        JsonOut out = new JsonOut();
        out.raw('{').string("type").raw(':').string(type);
        if (content != null) {
            out.raw(',').string("content").raw(':').raw(content.getBytes(StandardCharsets.UTF_8));
        }
        return new String(out.raw('}').toBytes(), StandardCharsets.UTF_8);
    }
}

package im.hongyan.http.site;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// JSON over several lines, short things on one.
final class Pretty {
    private static final int LINE_CHARS = 88;

    private Pretty() {}

    static String of(JsonObject value) {
        StringBuilder out = new StringBuilder();
        write(value, "", out);
        return out.toString();
    }

    private static void write(@Nullable Object value, String indent, StringBuilder out) {
        String flat = Json.encode(value);
        boolean nested = value instanceof JsonObject || value instanceof JsonArray;
        if (!nested || flat.length() + indent.length() <= LINE_CHARS) {
            out.append(flat);
            return;
        }
        String deeper = indent + "  ";
        String between = "\n" + deeper;
        if (value instanceof JsonObject object) {
            out.append('{');
            for (String name : object.fieldNames()) {
                out.append(between).append(Json.encode(name)).append(": ");
                write(object.getValue(name), deeper, out);
                between = ",\n" + deeper;
            }
            out.append('\n').append(indent).append('}');
        } else if (value instanceof JsonArray array) {
            out.append('[');
            for (Object each : array) {
                out.append(between);
                write(each, deeper, out);
                between = ",\n" + deeper;
            }
            out.append('\n').append(indent).append(']');
        }
    }
}

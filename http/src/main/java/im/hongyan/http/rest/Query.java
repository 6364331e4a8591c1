package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands behind the question mark. Unknown names are passed over, as unknown fields of a body are; a name
/// given twice is refused.
record Query(Map<String, String> values) {
    /// Names and values together; a request has a handful.
    private static final int PAIRS_MAX = 32;

    static Query parse(@Nullable String text) throws RefusedException {
        if (text == null || text.isEmpty()) {
            return new Query(Map.of());
        }
        Map<String, String> values = new HashMap<>(4);
        String[] pairs = text.split("&", PAIRS_MAX + 1);
        if (pairs.length > PAIRS_MAX) {
            throw new RefusedException(Refusal.detail(ErrorCode.TOO_MANY, "The query has too many parts."));
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = Percent.decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name == null || value == null) {
                throw new RefusedException(
                        Refusal.detail(ErrorCode.BAD_FRAME, "The query is not percent-encoded UTF-8."));
            }
            if (!pair.isEmpty() && values.put(name, value) != null) {
                throw refused(name, "is given twice");
            }
        }
        return new Query(values);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /// An integer from `min` upwards; more than `max` is taken as `max`.
    long number(String name, long min, long max, long absent) throws RefusedException {
        String value = values.get(name);
        if (value == null) {
            return absent;
        }
        long number = -1;
        try {
            number = value.length() <= 16 ? Long.parseLong(value) : -1;
        } catch (NumberFormatException notOne) {
            throw refused(name, "must be an integer from " + min);
        }
        if (number < min) {
            throw refused(name, "must be an integer from " + min);
        }
        return Math.min(number, max);
    }

    static RefusedException refused(String name, String what) {
        return new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, name, "`" + name + "` " + what + "."));
    }
}

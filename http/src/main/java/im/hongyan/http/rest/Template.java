package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A path with names in braces for what differs. Paths are matched as they were sent, segment by segment, and only
/// then decoded: an id may hold a slash, if it is written `%2F`.
record Template(String text, List<String> segments) {
    static Template of(String text) {
        return new Template(text, List.of(text.split("/", -1)));
    }

    static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    /// The values of the names in braces, still encoded, or null if the path is another one.
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> values = new HashMap<>(4);
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                if (path.get(i).isEmpty()) {
                    return null;
                }
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return null;
            }
        }
        return values;
    }

    static String decode(String segment) throws RefusedException {
        String decoded = Percent.decode(segment, false);
        if (decoded == null) {
            throw new RefusedException(Refusal.detail(ErrorCode.BAD_FRAME, "The path is not percent-encoded UTF-8."));
        }
        return decoded;
    }
}

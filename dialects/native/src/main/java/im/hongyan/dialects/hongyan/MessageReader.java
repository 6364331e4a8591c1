package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import java.util.Map;

/// The `data` of a `message` request: texts, numbers and truths by name. Fields that the deed does not have are
/// ignored.
record MessageReader(Map<String, String> data) {
    private static final int DIGITS_MAX = 9;

    String key() throws RefusedException {
        String key = data.get("key");
        if (key == null) {
            throw wrong("key", "is required");
        }
        return key;
    }

    /// How many edits of the message the editor has seen; -1 = it does not matter.
    int seenEdits() throws RefusedException {
        String text = data.get("edits");
        return text == null ? -1 : (int) number("edits", text);
    }

    /// Whether those who have read are asked for, or those who have not.
    boolean read() throws RefusedException {
        return switch (data.getOrDefault("read", "true")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("read", "must be true or false");
        };
    }

    private static long number(String name, String text) throws RefusedException {
        boolean digits =
                !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw wrong(name, "must be a number that is not negative");
        }
        return Long.parseLong(text);
    }

    private static RefusedException wrong(String name, String what) {
        return new RefusedException(Refusal.field(ErrorCode.BAD_FRAME, "data." + name, "`data." + name + "` " + what));
    }
}

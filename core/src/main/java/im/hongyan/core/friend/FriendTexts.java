package im.hongyan.core.friend;

import im.hongyan.core.account.Text;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The limits of what is said about friends; every refusal names the limit.
record FriendTexts(Limits limits) {
    /// A list's name is part of a key.
    private static final int LIST_NAME_BYTES_MAX = 64;

    static boolean isListName(String name) {
        return Text.isId(name, LIST_NAME_BYTES_MAX);
    }

    void name(String field, String text) throws RefusedException {
        check(field, "friend_name_bytes_max", limits.friendNameBytesMax(), text);
    }

    void text(String field, String text) throws RefusedException {
        check(field, "friend_text_bytes_max", limits.friendTextBytesMax(), text);
    }

    private static void check(String field, String limit, int bytesMax, String text) throws RefusedException {
        if (text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.TOO_LONG, field, limit + ": " + field + " is longer than " + bytesMax + " bytes"));
        }
    }

    /// The names, each once.
    List<String> lists(List<String> names) throws RefusedException {
        List<String> once = names.stream().distinct().toList();
        if (once.size() > limits.friendListsMax()) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.TOO_MANY, "lists", "friend_lists_max: at most " + limits.friendListsMax() + " lists"));
        }
        for (String name : once) {
            if (!isListName(name)) {
                throw new RefusedException(Refusal.field(
                        ErrorCode.TOO_LONG,
                        "lists",
                        "a list's name is 1 to " + LIST_NAME_BYTES_MAX + " bytes without control characters"));
            }
        }
        return once;
    }

    void attributes(Map<String, String> attributes) throws RefusedException {
        if (attributes.size() > limits.friendAttributesMax()) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.TOO_MANY,
                    "attributes",
                    "friend_attributes_max: at most " + limits.friendAttributesMax() + " attributes"));
        }
        for (Map.Entry<String, String> one : attributes.entrySet()) {
            name("attributes", one.getKey());
            text("attributes", one.getValue());
        }
    }

    static Map<String, String> merge(Map<String, String> before, Map<String, String> change) {
        Map<String, String> after = new LinkedHashMap<>(before);
        change.forEach((name, value) -> {
            if (value.isEmpty()) {
                after.remove(name);
            } else {
                after.put(name, value);
            }
        });
        return after;
    }
}

package im.hongyan.core.conversation;

import org.jspecify.annotations.Nullable;

/// A place in the pages of one sync.
///
/// @param upTo the log position when it began: what the client may keep as its cursor at the end
/// @param after the newest position of the last conversation told
record SyncMark(long upTo, long after) {
    static @Nullable SyncMark parse(String text) {
        int dot = text.indexOf('.');
        try {
            return dot < 0
                    ? null
                    : new SyncMark(Long.parseLong(text, 0, dot, 10), Long.parseLong(text, dot + 1, text.length(), 10));
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    @Override
    public String toString() {
        return upTo + "." + after;
    }
}

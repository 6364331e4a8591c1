package im.hongyan.core.conversation;

import org.jspecify.annotations.Nullable;

/// A place in the list of conversations: pinned first, the latest pin first, then the newest entry first.
record ListMark(long pinnedAtMs, long position) implements Comparable<ListMark> {
    static @Nullable ListMark parse(String text) {
        int dot = text.indexOf('.');
        try {
            return dot < 0
                    ? null
                    : new ListMark(Long.parseLong(text, 0, dot, 10), Long.parseLong(text, dot + 1, text.length(), 10));
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }

    @Override
    public int compareTo(ListMark other) {
        int byPin = Long.compare(other.pinnedAtMs, pinnedAtMs);
        return byPin != 0 ? byPin : Long.compare(other.position, position);
    }

    @Override
    public String toString() {
        return pinnedAtMs + "." + position;
    }
}

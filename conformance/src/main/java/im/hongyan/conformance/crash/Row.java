package im.hongyan.conformance.crash;

import im.hongyan.conformance.wire.Json;

/// One entry of a conversation as a client saw it.
///
/// @param cid the sender's client id, or "" where it is not told
/// @param text of a message; "" for events and recalled messages
/// @param recalledBy who recalled the message, or ""
/// @param target of a recall event: the number of the recalled message; else 0
record Row(long n, long k, long mid, long t, String from, String cid, String text, String recalledBy, long target) {
    static Row of(Json.Obj entry) {
        boolean event = entry.has("event");
        boolean recalled = entry.text("type").equals("recalled");
        return new Row(
                entry.number("n"),
                entry.number("k"),
                entry.number("mid"),
                entry.number("t"),
                entry.text("from"),
                entry.text("cid"),
                event || recalled ? "" : entry.object("content").text("text"),
                recalled ? entry.text("by") : "",
                event ? entry.number("target") : 0);
    }

    boolean isEvent() {
        return target > 0;
    }

    boolean isRecalled() {
        return !recalledBy.isEmpty();
    }

    /// The same entry, where one of the two may have been seen before a recall and the other after it.
    boolean isSameAs(Row other) {
        return n == other.n
                && k == other.k
                && mid == other.mid
                && t == other.t
                && from.equals(other.from)
                && target == other.target
                && (isRecalled() || other.isRecalled() || (text.equals(other.text) && cid.equals(other.cid)));
    }
}

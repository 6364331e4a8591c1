package im.hongyan.conformance.wire;

/// One frame from the server, in the order of arrival.
///
/// @param index 0, 1, 2 … in its connection
/// @param atNanos when it arrived, by `System.nanoTime()`
/// @param text as it came
public record Received(int index, long atNanos, String text, Json.Obj body) {
    /// What is pushed (`msg`, `bye` …), or "" for a reply.
    public String op() {
        return isReply() ? "" : body.text("op");
    }

    public boolean isReply() {
        return body.has("re");
    }

    /// Whether it is one of the pushes that a pong counts.
    public boolean counted() {
        return op().equals("msg") || op().equals("event");
    }

    /// What orders it among its like: pushes of one kind are expected in sequence.
    public String kind() {
        return op().equals("event") ? "event " + body.text("event") : op();
    }
}

package im.hongyan.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/// What the gateway counts. Event loops count in plain fields and add them here once per turn.
public final class GatewayMetrics {
    final LongAdder accepted = new LongAdder();
    final LongAdder framesIn = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder pushesDropped = new LongAdder();
    final LongAdder throttled = new LongAdder();
    final LongAdder sessionFailures = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> closed = new ConcurrentSkipListMap<>();
    private IntSupplier open = () -> 0;
    private IntSupplier anonymous = () -> 0;

    GatewayMetrics() {
        for (Refused reason : Refused.values()) {
            refused.put(reason.name().toLowerCase(java.util.Locale.ROOT), new LongAdder());
        }
    }

    void gauges(IntSupplier openNow, IntSupplier anonymousNow) {
        this.open = openNow;
        this.anonymous = anonymousNow;
    }

    void refused(Refused reason) {
        refused.computeIfAbsent(reason.name().toLowerCase(java.util.Locale.ROOT), _ -> new LongAdder())
                .increment();
    }

    /// @param ending the word of a [im.hongyan.core.error.CloseCode], or one of the few ends that it does not name
    void closed(String ending) {
        closed.computeIfAbsent(ending, _ -> new LongAdder()).increment();
    }

    public int open() {
        return open.getAsInt();
    }

    public int anonymous() {
        return anonymous.getAsInt();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long refusedFor(Refused reason) {
        LongAdder count = refused.get(reason.name().toLowerCase(java.util.Locale.ROOT));
        return count == null ? 0 : count.sum();
    }

    public long closedAs(String ending) {
        LongAdder count = closed.get(ending);
        return count == null ? 0 : count.sum();
    }

    public long framesIn() {
        return framesIn.sum();
    }

    public long framesOut() {
        return framesOut.sum();
    }

    public long pushesDropped() {
        return pushesDropped.sum();
    }

    public long throttled() {
        return throttled.sum();
    }

    public long sessionFailures() {
        return sessionFailures.sum();
    }

    /// Appends everything in the Prometheus text format.
    public void appendTo(StringBuilder out) {
        gauge(out, "hongyan_connections_open", "Connections of all dialects now.", open());
        gauge(out, "hongyan_connections_anonymous", "Connections that have not logged in.", anonymous());
        counter(out, "hongyan_connections_accepted_total", "Connections let in.", accepted);
        labelled(out, "hongyan_connections_refused_total", "Connections not let in.", "reason", refused);
        labelled(out, "hongyan_connections_closed_total", "Connections ended, by why.", "reason", closed);
        counter(out, "hongyan_frames_in_total", "Messages from clients.", framesIn);
        counter(out, "hongyan_bytes_in_total", "Bytes from clients.", bytesIn);
        counter(out, "hongyan_frames_out_total", "Frames to clients.", framesOut);
        counter(out, "hongyan_bytes_out_total", "Bytes to clients.", bytesOut);
        counter(out, "hongyan_pushes_dropped_total", "Pushes dropped for slow readers.", pushesDropped);
        counter(out, "hongyan_reads_throttled_total", "Times that reading paused for too fast a client.", throttled);
        counter(out, "hongyan_session_failures_total", "Exceptions out of dialect sessions.", sessionFailures);
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        head(out, name, help, "gauge");
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void counter(StringBuilder out, String name, String help, LongAdder value) {
        head(out, name, help, "counter");
        out.append(name).append(' ').append(value.sum()).append('\n');
    }

    private static void labelled(
            StringBuilder out, String name, String help, String label, Map<String, LongAdder> values) {
        head(out, name, help, "counter");
        values.forEach((word, count) -> out.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(word)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
    }

    private static void head(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}

package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.gateway.Gateway;
import im.hongyan.http.rest.RestMeter;
import java.lang.management.ManagementFactory;
import java.util.List;

/// The text of `/metrics`, in the Prometheus format. Everything is counted where it happens; here it is only read.
final class Metrics {
    private final Core core;
    private final Gateway gateway;
    private final List<RestMeter> meters;
    private final Stores stores;

    Metrics(Core core, Gateway gateway, List<RestMeter> meters, Stores stores) {
        this.core = core;
        this.gateway = gateway;
        this.meters = meters;
        this.stores = stores;
    }

    String text() {
        StringBuilder out = new StringBuilder(4_096);
        gateway.metrics().appendTo(out);
        gauge(
                out,
                "hongyan_users_online",
                "Users with a connected session.",
                core.sessions().usersOnline());
        gauge(
                out,
                "hongyan_sessions_resumable",
                "Lost sessions that can be resumed.",
                core.sessions().resumable());
        gauge(
                out,
                "hongyan_log_position",
                "Position of the newest durable entry.",
                core.log().position());
        gauge(
                out,
                "hongyan_commits_waiting",
                "Commits waiting for the log.",
                core.committer().waiting());
        gauge(out, "hongyan_storage_waiting", "Reads waiting for a storage thread.", stores.waiting());
        gauge(
                out,
                "hongyan_files_bytes",
                "Bytes of all files of users.",
                stores.blobs().totalBytes());
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        gauge(out, "hongyan_heap_used_bytes", "Java heap in use.", heap.getUsed());
        gauge(out, "hongyan_heap_committed_bytes", "Java heap taken from the system.", heap.getCommitted());
        appendRoutes(out);
        return out.toString();
    }

    private void appendRoutes(StringBuilder out) {
        out.append("# HELP hongyan_rest_requests_total REST requests answered, by route and outcome.\n");
        out.append("# TYPE hongyan_rest_requests_total counter\n");
        for (RestMeter meter : meters) {
            route(out, meter, "served", meter.served());
            route(out, meter, "refused", meter.refused());
            route(out, meter, "failed", meter.failed());
        }
    }

    private static void route(StringBuilder out, RestMeter meter, String outcome, long count) {
        out.append("hongyan_rest_requests_total{method=\"").append(meter.method());
        out.append("\",path=\"")
                .append(meter.path())
                .append("\",outcome=\"")
                .append(outcome)
                .append("\"} ");
        out.append(count).append('\n');
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" gauge\n");
        out.append(name).append(' ').append(value).append('\n');
    }
}

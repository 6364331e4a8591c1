package im.hongyan.http;

import im.hongyan.core.limit.Limits;

/// What the HTTP port is told from outside.
///
/// @param host the address to listen on
/// @param port the port; 0 takes a free one
/// @param limits the house's limits: body size, connections, draining
/// @param eventLoops threads that sockets live on
/// @param headTimeoutMs from the opening of a connection to the end of its first request's head
/// @param bodyTimeoutMs from the end of a request's head to the end of its body
/// @param idleTimeoutMs from the end of a response to the end of the next request's head
/// @param stallTimeoutMs silence in both directions while a response is on its way
/// @param behindProxy whether clients come through a proxy of the operator's, which appends the client's address to
///     `X-Forwarded-For`; otherwise that header is not believed
public record HttpSettings(
        String host,
        int port,
        Limits limits,
        int eventLoops,
        long headTimeoutMs,
        long bodyTimeoutMs,
        long idleTimeoutMs,
        long stallTimeoutMs,
        boolean behindProxy) {

    /// The values in force unless configured otherwise: one event loop per core.
    public static HttpSettings of(String host, int port, Limits limits) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new HttpSettings(host, port, limits, cores, 10_000, 30_000, 60_000, 120_000, false);
    }
}

package im.hongyan.gateway;

import im.hongyan.core.limit.Limits;

/// What the gateway is told from outside.
///
/// @param limits the house's limits; the gateway keeps those about frames, connections, rates and outbound bytes
/// @param loopbackExempt whether the rate of new connections is not counted for this machine itself
/// @param closeTimeoutMs how long a closed connection may take to answer the close and read what was sent before
/// @param quietMs how long a stopping gateway waits for replies to what was already asked
/// @param throttledMaxMs how long a client may go on sending faster than its rate before it is closed as too fast;
///     until then it is merely read more slowly
/// @param handoversMax what may wait for one event loop from other threads; above it counted signals are dropped
///     and their sessions told to synchronise
/// @param addressesMax addresses whose rate of new connections is remembered
/// @param datagramStrangersMax UDP clients that have not logged in, per port; beyond it the oldest is forgotten
/// @param datagramAnswerMax how many times as large as what it has sent an answer to such a client may be
public record GatewaySettings(
        Limits limits,
        boolean loopbackExempt,
        long closeTimeoutMs,
        long quietMs,
        long throttledMaxMs,
        int handoversMax,
        int addressesMax,
        int datagramStrangersMax,
        int datagramAnswerMax) {

    /// The values in force unless configured otherwise.
    public static GatewaySettings of(Limits limits) {
        return new GatewaySettings(limits, true, 2_000, 100, 60_000, 1 << 20, 1 << 16, 4_096, 3);
    }
}

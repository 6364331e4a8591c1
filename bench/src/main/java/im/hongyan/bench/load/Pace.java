package im.hongyan.bench.load;

import java.time.Duration;

/// When the next message is sent.
public sealed interface Pace {
    /// Each pair keeps so many messages on their way: the next is sent when one has gone all the way.
    record Closed(int inFlight) implements Pace {}

    /// So many messages a second in all, however the server does. Latency counts from when a message was due, so a
    /// stall is charged to everything that it held up.
    record Open(int perSecond) implements Pace {}

    /// One pair sends one message, waits until it has arrived, pauses, and goes on.
    record Alone(Duration pause) implements Pace {}
}

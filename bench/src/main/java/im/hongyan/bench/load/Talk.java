package im.hongyan.bench.load;

import im.hongyan.bench.wire.JsonBytes;

/// Two users, of whom one writes and the other receives. On the fleet's event loop.
interface Talk {
    /// Sends one message.
    ///
    /// @param dueNs when it should have been sent: waiting counts
    void send(JsonBytes json, long dueNs);

    /// Messages that are not yet acknowledged and delivered everywhere.
    long inFlight();

    boolean isFull();

    /// Sends the acknowledgements that are due by time.
    void acknowledge();

    /// Hears of messages that have gone all the way.
    @FunctionalInterface
    interface Completed {
        void by(Talk talk);
    }
}

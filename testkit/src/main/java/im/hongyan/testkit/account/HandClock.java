package im.hongyan.testkit.account;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that is moved by hand.
public final class HandClock extends Clock {
    private final AtomicLong nowMs;

    public HandClock(long nowMs) {
        this.nowMs = new AtomicLong(nowMs);
    }

    /// Moves it forward.
    public void forward(long ms) {
        nowMs.addAndGet(ms);
    }

    @Override
    public long millis() {
        return nowMs.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

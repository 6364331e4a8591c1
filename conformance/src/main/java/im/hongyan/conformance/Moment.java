package im.hongyan.conformance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Real time passing, for the few cases where time itself is what is tested (a window that ends, a peer that
/// dribbles). Everything else waits for an event.
public final class Moment {
    private Moment() {}

    public static void pass(Duration time) throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}

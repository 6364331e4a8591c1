package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of one event loop's connections: told, flushed, closed, and at last cut off.
final class Drain {
    private static final long LOOK_EVERY_MS = 10;

    private final Loop loop;
    private final long patienceNanos;
    private final long quietNanos;
    private final long closeNanos;
    private final CountDownLatch over = new CountDownLatch(1);
    private long beganNanos;
    private long closedNanos;
    private boolean closed;

    Drain(Loop loop, long patienceNanos) {
        this.loop = loop;
        this.patienceNanos = patienceNanos;
        this.quietNanos = TimeUnit.MILLISECONDS.toNanos(loop.settings.quietMs());
        this.closeNanos = TimeUnit.MILLISECONDS.toNanos(loop.settings.closeTimeoutMs());
    }

    void begin() {
        loop.execute(() -> {
            loop.readClock();
            beganNanos = loop.nowNanos();
            everyone().forEach(LoopMember::stopping);
            look();
        });
    }

    void await() throws InterruptedException {
        // The loop looks at the clock itself; the surplus is for a loop that is busy.
        long mostNanos = patienceNanos + quietNanos + 2 * closeNanos;
        if (!over.await(mostNanos, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("an event loop did not drain its connections in time");
        }
    }

    private void look() {
        loop.readClock();
        long now = loop.nowNanos();
        if (!closed && (now - beganNanos > patienceNanos || (now - beganNanos > quietNanos && flushed()))) {
            closed = true;
            closedNanos = now;
            everyone().forEach(connection -> connection.close(CloseCode.SHUTTING_DOWN));
        } else if (closed && now - closedNanos > closeNanos) {
            everyone().forEach(LoopMember::abort);
        }
        if (loop.connections().isEmpty()) {
            over.countDown();
        } else {
            loop.eventLoop().schedule(this::look, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean flushed() {
        return loop.outboxEmpty() && loop.connections().stream().allMatch(LoopMember::flushed);
    }

    private List<LoopMember> everyone() {
        return List.copyOf(loop.connections());
    }
}

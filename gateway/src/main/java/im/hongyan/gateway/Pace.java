package im.hongyan.gateway;

import im.hongyan.core.limit.Limits;
import im.hongyan.core.limit.RateLimit;
import java.util.concurrent.TimeUnit;

/// How fast one client sends. Too fast is answered by reading more slowly, so that TCP holds the client back and
/// nothing is lost: a client that empties its outbox after a tunnel is no attacker. Only one that goes on like that
/// for a long time ([GatewaySettings#throttledMaxMs]) is abusive.
final class Pace {
    /// Reading pauses for at least this long, to spare a timer per frame.
    private static final long PAUSE_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /// Without a pause for this long, all is forgiven.
    private static final long FORGIVEN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RateLimit rate;
    private boolean throttled;
    private long sinceNanos;
    private long lastNanos;

    Pace(Limits limits) {
        this.rate = new RateLimit(limits.sessionFramesPerSecond(), limits.sessionFramesBurst());
    }

    /// Takes one frame.
    ///
    /// @return 0, or how long reading must pause before this frame
    long take(long nowNanos) {
        long waitNanos = rate.take(nowNanos);
        if (waitNanos == 0) {
            return 0;
        }
        if (!throttled) {
            throttled = true;
            sinceNanos = nowNanos;
        }
        lastNanos = nowNanos;
        return Math.max(waitNanos, PAUSE_MIN_NANOS);
    }

    /// The frame just taken does not count.
    void giveBack() {
        rate.giveBack();
    }

    /// Whether it has been too fast for longer than this.
    boolean abusive(long nowNanos, long mostNanos) {
        if (throttled && nowNanos - lastNanos > FORGIVEN_NANOS) {
            throttled = false;
        }
        return throttled && nowNanos - sinceNanos > mostNanos;
    }
}

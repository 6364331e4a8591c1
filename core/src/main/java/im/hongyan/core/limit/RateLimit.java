package im.hongyan.core.limit;

/// A token bucket in one long (the "generic cell rate algorithm"): no allocation, no lock. Not thread-safe: one
/// owner, or its caller's lock.
public final class RateLimit {
    private final long costNanos;
    private final long burstNanos;
    /// The time at which the bucket is full again.
    private long fullAtNanos = Long.MIN_VALUE;

    /// @param perSecond sustained rate, at least 1
    /// @param burst how many may come at once, at least 1
    public RateLimit(int perSecond, int burst) {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("rate and burst must be at least 1");
        }
        this.costNanos = 1_000_000_000L / perSecond;
        this.burstNanos = costNanos * burst;
    }

    /// Gives back one that was taken and should not have counted.
    public void giveBack() {
        fullAtNanos -= costNanos;
    }

    /// Takes one. Returns 0 if it was there, else how many nanoseconds to wait for it.
    public long take(long nowNanos) {
        long full = Math.max(fullAtNanos, nowNanos);
        long waitNanos = full + costNanos - nowNanos - burstNanos;
        if (waitNanos > 0) {
            return waitNanos;
        }
        fullAtNanos = full + costNanos;
        return 0;
    }
}

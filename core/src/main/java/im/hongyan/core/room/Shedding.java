package im.hongyan.core.room;

import im.hongyan.core.log.Priority;

/// What one room still takes. Two measures of load: how many messages it has been sent lately, and how many of them
/// still wait to be handed on. Low priority may use half of either, normal three quarters, high all of it: so low
/// is shed first. Not thread-safe.
final class Shedding {
    private static final int QUARTERS = 4;

    private final long costNanos;
    private final long burstNanos;
    private final int backlogMax;
    /// The time at which the whole burst may come again.
    private long fullAtNanos = Long.MIN_VALUE;

    private long shed;

    /// @param perSecond messages sustained, and as many at once
    /// @param backlogMax messages that wait to be handed on
    Shedding(int perSecond, int backlogMax) {
        this.costNanos = 1_000_000_000L / perSecond;
        this.burstNanos = costNanos * perSecond;
        this.backlogMax = backlogMax;
    }

    /// Whether there is room for one more; one that there is none for is counted.
    boolean takes(Priority priority, int backlog, long nowNanos) {
        int quarters = quarters(priority);
        long full = Math.max(fullAtNanos, nowNanos);
        boolean inRate = full + costNanos - nowNanos <= Math.max(costNanos, burstNanos / QUARTERS * quarters);
        boolean inBacklog = (long) backlog * QUARTERS < (long) backlogMax * quarters;
        if (inRate && inBacklog) {
            fullAtNanos = full + costNanos;
            return true;
        }
        shed++;
        return false;
    }

    private static int quarters(Priority priority) {
        return switch (priority) {
            case HIGH -> 4;
            case NORMAL -> 3;
            case LOW -> 2;
        };
    }

    /// How many were shed.
    long shed() {
        return shed;
    }
}

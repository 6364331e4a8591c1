package im.hongyan.core.room;

import im.hongyan.core.account.UserId;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.List;

/// Who came and went since members were told last. In a quiet room everybody is told at once; in a busy one at most
/// once in an interval, with counts and some names. Not thread-safe.
final class Arrivals {
    private final long everyMs;
    private final int namesMax;
    private List<UserId> in = new ArrayList<>(0);
    private List<UserId> out = new ArrayList<>(0);
    private long entered;
    private long left;
    private boolean changed;
    private long toldAtMs = Long.MIN_VALUE / 2;

    Arrivals(long everyMs, int namesMax) {
        this.everyMs = everyMs;
        this.namesMax = namesMax;
    }

    void entered(UserId user) {
        entered++;
        changed = true;
        if (in.size() < namesMax) {
            in.add(user);
        }
    }

    void left(UserId user) {
        left++;
        changed = true;
        if (out.size() < namesMax) {
            out.add(user);
        }
    }

    /// Something else that a pulse says is different now.
    void changed() {
        changed = true;
    }

    /// Whether there is something to tell, and it is time to.
    boolean isDue(long nowMs) {
        return changed && nowMs - toldAtMs >= everyMs;
    }

    boolean isChanged() {
        return changed;
    }

    /// What is to be told; begins anew.
    Signal.Pulse take(int members, long shed, long nowMs) {
        Signal.Pulse pulse = new Signal.Pulse(members, entered, left, List.copyOf(in), List.copyOf(out), shed, nowMs);
        in = new ArrayList<>(0);
        out = new ArrayList<>(0);
        entered = 0;
        left = 0;
        changed = false;
        toldAtMs = nowMs;
        return pulse;
    }
}

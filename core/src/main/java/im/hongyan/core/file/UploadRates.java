package im.hongyan.core.file;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is sending files, and how many each has begun within the running minute. Forgets everyone when the minute is
/// over, so it holds no more than the uploads of one minute.
final class UploadRates {
    private static final long MINUTE_MS = 60_000;

    private final Limits limits;
    private final Map<UserKey, Integer> begun = new HashMap<>();
    private final Map<UserKey, Integer> running = new HashMap<>();
    private long minute = -1;
    private int all;

    UploadRates(Limits limits) {
        this.limits = limits;
    }

    /// Takes a place, which [#leave] gives back, or says why there is none.
    synchronized @Nullable Refusal enter(UserKey user, long nowMs) {
        if (nowMs / MINUTE_MS != minute) {
            minute = nowMs / MINUTE_MS;
            begun.clear();
        }
        if (begun.getOrDefault(user, 0) >= limits.filesPerMinuteMax()) {
            return Refusal.after(ErrorCode.TOO_FAST, MINUTE_MS - nowMs % MINUTE_MS);
        }
        if (running.getOrDefault(user, 0) >= limits.userUploadsMax()) {
            return Refusal.after(ErrorCode.TOO_FAST, 1_000);
        }
        if (all >= limits.uploadsMax()) {
            return Refusal.after(ErrorCode.BUSY, 1_000);
        }
        begun.merge(user, 1, Integer::sum);
        running.merge(user, 1, Integer::sum);
        all++;
        return null;
    }

    synchronized void leave(UserKey user) {
        running.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
        all--;
    }
}

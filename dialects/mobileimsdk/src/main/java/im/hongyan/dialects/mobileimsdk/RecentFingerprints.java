package im.hongyan.dialects.mobileimsdk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fingerprints that a session has sent lately, as hashes: one that comes again is a retry, which this protocol
/// does not say. Taking two different ones for the same only costs a look into the log.
final class RecentFingerprints {
    private static final int COUNT = 128;
    private static final int FIRST_COUNT = 8;

    private int @Nullable [] hashes;
    private int next;

    /// Whether it was seen before; from now on it was.
    boolean seen(String fp) {
        int hash = fp.hashCode();
        int[] known = hashes;
        if (known == null) {
            known = new int[FIRST_COUNT];
            hashes = known;
        }
        for (int i = 0; i < Math.min(next, known.length); i++) {
            if (known[i] == hash) {
                return true;
            }
        }
        if (next == known.length && known.length < COUNT) {
            known = Arrays.copyOf(known, known.length * 2);
            hashes = known;
        }
        known[next % known.length] = hash;
        next = next == 2 * COUNT - 1 ? COUNT : next + 1;
        return false;
    }
}

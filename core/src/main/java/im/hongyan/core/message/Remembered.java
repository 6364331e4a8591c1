package im.hongyan.core.message;

import im.hongyan.core.message.Fingerprints.Fingerprint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Accepted sends by fingerprint: two tables of plain numbers, the elder emptied when the younger is full. A table of
/// objects would cost five times the memory, and the collector would copy every send once or twice, which at 10,000
/// sends a second is a pause of 20 to 40 ms every second.
final class Remembered {
    private static final int WORDS = 6;
    private final int max;
    private final int slots;
    private long[] young = {};
    private long[] old = {};
    private int youngCount;

    /// @param max sends per table
    Remembered(int max) {
        this.max = max;
        this.slots = max + max / 4 + 1;
    }

    @Nullable
    Sent find(Fingerprint print) {
        Sent sent = find(young, print);
        return sent == null ? find(old, print) : sent;
    }

    void add(Fingerprint print, Sent sent) {
        if (youngCount == max || young.length == 0) {
            long[] emptied = old.length == 0 ? new long[slots * WORDS] : old;
            Arrays.fill(emptied, 0);
            old = young;
            young = emptied;
            youngCount = 0;
        }
        int at = slot(young, print);
        if (young[at + 2] == 0) {
            youngCount++;
        }
        young[at] = print.high();
        young[at + 1] = print.low();
        young[at + 2] = sent.number();
        young[at + 3] = sent.counted();
        young[at + 4] = sent.position();
        young[at + 5] = sent.timeMs();
    }

    private @Nullable Sent find(long[] table, Fingerprint print) {
        if (table.length == 0) {
            return null;
        }
        int at = slot(table, print);
        return table[at + 2] == 0 ? null : new Sent(table[at + 2], table[at + 3], table[at + 4], table[at + 5]);
    }

    /// Where the send stands, or where it would. Numbers begin at 1, so a slot whose number is 0 is free; there always
    /// is one.
    private int slot(long[] table, Fingerprint print) {
        int slot = (int) Math.unsignedMultiplyHigh(print.high(), slots);
        while (true) {
            int at = slot * WORDS;
            if (table[at + 2] == 0 || (table[at] == print.high() && table[at + 1] == print.low())) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }
}

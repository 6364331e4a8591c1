package im.hongyan.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A fixed set of names, found by their bytes without making a string. Immutable.
public final class JsonNames {
    /// At most as many as a long has bits: [JsonFields] keeps one bit for each.
    static final int NAMES_MAX = 64;

    private final List<String> names;
    private final byte[][] bytes;
    private final byte[] slots;
    private final int longest;

    /// The names in order; the place of each is what [#find(String)] answers.
    public JsonNames(List<String> names) {
        if (names.size() > NAMES_MAX) {
            throw new IllegalArgumentException("too many names");
        }
        this.names = List.copyOf(names);
        this.bytes = new byte[names.size()][];
        this.slots = new byte[Integer.highestOneBit(Math.max(1, names.size())) * 8];
        int longestSoFar = 0;
        Arrays.fill(slots, (byte) -1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
            longestSoFar = Math.max(longestSoFar, bytes[i].length);
            int slot = hash(bytes[i], 0, bytes[i].length) & (slots.length - 1);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = (byte) i;
        }
        this.longest = longestSoFar;
    }

    public int size() {
        return bytes.length;
    }

    public String name(int index) {
        return names.get(index);
    }

    /// The place of the name, or -1.
    public int find(String name) {
        return names.indexOf(name);
    }

    /// The place of the name that the string between the quotes at `start` and `end - 1` spells, or -1.
    public int find(byte[] in, int start, int end) {
        int from = start + 1;
        int to = end - 1;
        for (int i = from; i < to; i++) {
            if (in[i] == '\\') {
                return find(JsonText.string(in, start, end));
            }
        }
        if (to - from > longest) {
            return -1;
        }
        int slot = hash(in, from, to) & (slots.length - 1);
        int index;
        while ((index = slots[slot]) >= 0) {
            if (Arrays.equals(bytes[index], 0, bytes[index].length, in, from, to)) {
                return index;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private static int hash(byte[] in, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + in[i];
        }
        return hash ^ (hash >>> 7);
    }
}

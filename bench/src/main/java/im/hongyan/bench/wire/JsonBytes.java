package im.hongyan.bench.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing run of bytes that a frame is written into.
public final class JsonBytes {
    private byte[] bytes = new byte[4096];
    private int length;

    /// Begins anew.
    public JsonBytes clear() {
        length = 0;
        return this;
    }

    public JsonBytes put(byte[] more) {
        return put(more, 0, more.length);
    }

    public JsonBytes put(byte[] more, int start, int end) {
        room(end - start);
        System.arraycopy(more, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    public JsonBytes put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a number that is not negative, in decimal.
    public JsonBytes put(long number) {
        room(20);
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

package im.hongyan.log;

import im.hongyan.core.account.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing row of bytes that is used again and again by one thread.
final class ByteSink {
    private final int keptMax;
    private byte[] bytes;
    private int length;

    /// @param keptMax a larger array is given back to the collector by [#clear()]
    ByteSink(int initial, int keptMax) {
        this.bytes = new byte[initial];
        this.keptMax = keptMax;
    }

    void clear() {
        length = 0;
        if (bytes.length > keptMax) {
            bytes = new byte[keptMax];
        }
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /// An unsigned number, seven bits a byte, the lowest first.
    void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void bigEndian64(long value) {
        reserve(8);
        ByteOrders.BIG64.set(bytes, length, value);
        length += 8;
    }

    void littleEndian64At(int offset, long value) {
        ByteOrders.LITTLE64.set(bytes, offset, value);
    }

    void littleEndian32At(int offset, int value) {
        ByteOrders.LITTLE32.set(bytes, offset, value);
    }

    void skip(int count) {
        reserve(count);
        length += count;
    }

    void raw(byte[] source) {
        raw(source, source.length);
    }

    void raw(ByteSink source) {
        raw(source.bytes, source.length);
    }

    private void raw(byte[] source, int count) {
        reserve(count);
        System.arraycopy(source, 0, bytes, length, count);
        length += count;
    }

    void sized(byte[] source) {
        varint(source.length);
        raw(source);
    }

    /// Text as its length in bytes and its UTF-8.
    void text(String text) {
        int chars = text.length();
        reserve(chars + 5);
        int start = length;
        if (chars < 0x80) {
            bytes[length++] = (byte) chars;
            for (int i = 0; i < chars; i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    length = start;
                    sized(text.getBytes(StandardCharsets.UTF_8));
                    return;
                }
                bytes[length++] = (byte) c;
            }
        } else {
            sized(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void user(UserId user) {
        text(user.value());
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(needed, bytes.length * 2L)));
        }
    }
}

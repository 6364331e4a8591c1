package im.hongyan.log;

import im.hongyan.core.account.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteSink] wrote. Bytes that end too early or make no sense throw [UnreadableLogException].
final class ByteSource {
    private final byte[] bytes;
    private int at;

    ByteSource(byte[] bytes) {
        this(bytes, 0);
    }

    ByteSource(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new UnreadableLogException("a number of more than ten bytes");
    }

    int size() {
        long size = varint();
        if (size < 0 || size > bytes.length - at) {
            throw new UnreadableLogException(
                    "a length of " + size + " where " + (bytes.length - at) + " bytes are left");
        }
        return (int) size;
    }

    byte[] sized() {
        int size = size();
        at += size;
        return Arrays.copyOfRange(bytes, at - size, at);
    }

    String text() {
        return text(size());
    }

    String text(int size) {
        need(size);
        at += size;
        return new String(bytes, at - size, size, StandardCharsets.UTF_8);
    }

    UserId user() {
        return new UserId(text());
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    private void need(int count) {
        if (bytes.length - at < count) {
            throw new UnreadableLogException("it ends too early");
        }
    }
}

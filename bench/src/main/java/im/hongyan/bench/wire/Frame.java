package im.hongyan.bench.wire;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes WebSocket frames (RFC 6455): masked as clients must, or plain as servers must.
public final class Frame {
    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /// The longest header: 2 bytes, 8 of length, 4 of mask.
    public static final int HEADER_BYTES_MAX = 14;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;

    private Frame() {}

    /// Writes a frame as a server does.
    public static void plain(ByteBuf out, int opcode, byte[] bytes, int start, int end) {
        header(out, opcode, end - start, 0);
        out.writeBytes(bytes, start, end - start);
    }

    /// Writes a frame as a client does.
    ///
    /// @param bytes the payload, which is masked in place: it is scratch
    public static void masked(ByteBuf out, int opcode, byte[] bytes, int start, int end, int key) {
        header(out, opcode, end - start, MASKED);
        out.writeIntLE(key);
        mask(bytes, start, end, key);
        out.writeBytes(bytes, start, end - start);
    }

    /// Masks or unmasks in place; the key's first byte is its lowest.
    static void mask(byte[] bytes, int start, int end, int key) {
        long wide = (key & 0xFFFF_FFFFL) << 32 | (key & 0xFFFF_FFFFL);
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ wide);
        }
        for (int shift = 0; i < end; i++, shift += Byte.SIZE) {
            bytes[i] ^= (byte) (key >>> shift);
        }
    }

    private static void header(ByteBuf out, int opcode, int length, int masked) {
        out.writeByte(0x80 | opcode);
        if (length <= SHORT_MAX) {
            out.writeByte(masked | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(masked | 126);
            out.writeShort(length);
        } else {
            out.writeByte(masked | 127);
            out.writeLong(length);
        }
    }
}

package im.hongyan.bench.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Cuts frames out of the bytes of one connection. What is incomplete is kept until more arrives; a connection that
/// is between frames keeps nothing. It trusts its peer, which is ours: no fragments, no checks.
public final class FrameReader {
    private static final byte[] NOTHING = {};
    private static final int FRAME_BYTES_MAX = 16 << 20;

    private final boolean webSocket;
    private byte[] held = NOTHING;

    /// @param webSocket false: a frame is four bytes of length and so many bytes of text
    public FrameReader(boolean webSocket) {
        this.webSocket = webSocket;
    }

    public FrameReader() {
        this(true);
    }

    /// Takes frames.
    @FunctionalInterface
    public interface Sink {
        /// A frame whose payload is `bytes[start, end)`, unmasked, good until the call returns.
        void frame(int opcode, byte[] bytes, int start, int end);
    }

    /// Reads all bytes of `in` and gives every whole frame to the sink.
    public void read(ByteBuf in, Scratch scratch, Sink sink) {
        int length = held.length + in.readableBytes();
        byte[] bytes = scratch.atLeast(length);
        System.arraycopy(held, 0, bytes, 0, held.length);
        in.readBytes(bytes, held.length, in.readableBytes());
        held = NOTHING;
        int at = 0;
        while (at < length) {
            int next = webSocket ? cut(bytes, at, length, sink) : cutLength(bytes, at, length, sink);
            if (next < 0) {
                held = Arrays.copyOfRange(bytes, at, length);
                return;
            }
            at = next;
        }
    }

    private static int cutLength(byte[] bytes, int at, int end, Sink sink) {
        int start = at + Integer.BYTES;
        if (end < start) {
            return -1;
        }
        int length = (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new IllegalStateException("A frame of " + length + " bytes");
        }
        if (end - start < length) {
            return -1;
        }
        sink.frame(Frame.TEXT, bytes, start, start + length);
        return start + length;
    }

    /// Gives the frame at `at` to the sink; answers where the next begins, or -1 if it is not all there.
    private static int cut(byte[] bytes, int at, int end, Sink sink) {
        int left = end - at;
        if (left < 2) {
            return -1;
        }
        boolean masked = bytes[at + 1] < 0;
        int length = bytes[at + 1] & 0x7F;
        int start = at + 2;
        if (length == 126) {
            if (left < 4) {
                return -1;
            }
            length = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
            start = at + 4;
        } else if (length == 127) {
            if (left < 10) {
                return -1;
            }
            length = (bytes[at + 6] & 0xFF) << 24
                    | (bytes[at + 7] & 0xFF) << 16
                    | (bytes[at + 8] & 0xFF) << 8
                    | (bytes[at + 9] & 0xFF);
            start = at + 10;
        }
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new IllegalStateException("A frame of " + length + " bytes");
        }
        int payload = masked ? start + 4 : start;
        if (end - payload < length) {
            return -1;
        }
        if (masked) {
            int key = (bytes[start] & 0xFF)
                    | (bytes[start + 1] & 0xFF) << 8
                    | (bytes[start + 2] & 0xFF) << 16
                    | (bytes[start + 3] & 0xFF) << 24;
            Frame.mask(bytes, payload, payload + length, key);
        }
        sink.frame(bytes[at] & 0x0F, bytes, payload, payload + length);
        return payload + length;
    }
}

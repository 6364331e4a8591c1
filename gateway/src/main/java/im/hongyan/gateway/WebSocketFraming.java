package im.hongyan.gateway;

import im.hongyan.dialect.OutFrame;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// WebSocket frames, server side, with all the checks of RFC 6455 and no extension.
final class WebSocketFraming extends Framing {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int CONTROL_PAYLOAD_MAX = 125;
    private static final int LENGTH_IN_2 = 126;
    private static final int LENGTH_IN_8 = 127;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// A message of several frames, as far as it has come. Most connections never have one.
    private static final class Fragments {
        private final boolean text;
        private byte[] bytes;
        private int length;
        private int utf8 = Utf8.COMPLETE;

        Fragments(boolean text, byte[] first, int length) {
            this.text = text;
            this.bytes = Arrays.copyOf(first, length);
            this.length = length;
        }

        void add(byte[] more, int count) {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
            }
            System.arraycopy(more, 0, bytes, length, count);
            length += count;
        }
    }

    private final int frameBytesMax;
    private final boolean fragmented;
    private @Nullable Fragments fragments;

    // What look() found out about the frame that take() will consume.
    private int first;
    private int headerLength;
    private int payloadLength;

    WebSocketFraming(int frameBytesMax) {
        this(frameBytesMax, true);
    }

    /// @param fragmented whether a message may come in several frames
    WebSocketFraming(int frameBytesMax, boolean fragmented) {
        this.frameBytesMax = frameBytesMax;
        this.fragmented = fragmented;
    }

    @Override
    int look(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < 2) {
            return 2;
        }
        int at = in.readerIndex();
        first = in.getUnsignedByte(at);
        int second = in.getUnsignedByte(at + 1);
        int shortLength = second & 0x7F;
        int opcode = first & 0x0F;
        if ((first & RESERVED_BITS) != 0 || (second & MASKED) == 0 || !allowed(opcode, shortLength)) {
            return -WireClose.PROTOCOL_ERROR;
        }
        int lengthBytes = shortLength < LENGTH_IN_2 ? 0 : shortLength == LENGTH_IN_2 ? 2 : 8;
        headerLength = 2 + lengthBytes + MASK_BYTES;
        if (readable < 2 + lengthBytes) {
            return headerLength;
        }
        long length =
                switch (shortLength) {
                    case LENGTH_IN_2 -> in.getUnsignedShort(at + 2);
                    case LENGTH_IN_8 -> in.getLong(at + 2);
                    default -> shortLength;
                };
        if (length < 0 || (lengthBytes == 2 && length < LENGTH_IN_2) || (lengthBytes == 8 && length <= 0xFFFF)) {
            return -WireClose.PROTOCOL_ERROR; // the top bit is reserved, and the shortest form is required
        }
        int before = opcode == CONTINUATION && fragments != null ? fragments.length : 0;
        if (length > frameBytesMax - before && opcode < CLOSE) {
            return -WireClose.TOO_BIG;
        }
        payloadLength = (int) length;
        return headerLength + payloadLength;
    }

    private boolean allowed(int opcode, int shortLength) {
        return switch (opcode) {
            case CONTINUATION -> fragments != null;
            case TEXT, BINARY -> fragments == null && (fragmented || (first & FIN) != 0);
            case CLOSE, PING, PONG -> (first & FIN) != 0 && shortLength <= CONTROL_PAYLOAD_MAX;
            default -> false;
        };
    }

    @Override
    void take(ByteBuf in, Sink sink) {
        int length = payloadLength;
        int mask = in.getInt(in.readerIndex() + headerLength - MASK_BYTES);
        byte[] payload = sink.scratch(length);
        in.skipBytes(headerLength);
        in.readBytes(payload, 0, length);
        boolean ascii = (unmask(payload, length, mask) & Utf8.HIGH_BITS) == 0;
        boolean last = (first & FIN) != 0;
        switch (first & 0x0F) {
            case TEXT -> start(payload, length, true, ascii, last, sink);
            case BINARY -> start(payload, length, false, ascii, last, sink);
            case CONTINUATION -> goOn(payload, length, last, sink);
            case PING -> sink.ping(payload, length);
            case CLOSE -> close(payload, length, sink);
            default -> {} // a pong that nobody asked for: allowed, and of no meaning
        }
    }

    /// Turns a masked payload into what was meant.
    ///
    /// @return all its bytes or-ed together, so that the caller knows whether it was pure ASCII
    private static long unmask(byte[] payload, int length, int mask) {
        long wide = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
        long seen = 0;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            long plain = (long) LONG.get(payload, at) ^ wide;
            LONG.set(payload, at, plain);
            seen |= plain;
        }
        for (; at < length; at++) {
            byte plain = (byte) (payload[at] ^ (mask >>> (24 - (at & 3) * 8)));
            payload[at] = plain;
            seen |= plain;
        }
        return seen;
    }

    private void start(byte[] payload, int length, boolean text, boolean ascii, boolean last, Sink sink) {
        if (last) {
            if (text && !ascii && !Utf8.valid(payload, 0, length)) {
                sink.violated(WireClose.BAD_TEXT);
            } else {
                sink.message(payload, length, text);
            }
            return;
        }
        Fragments begun = new Fragments(text, payload, length);
        fragments = begun;
        checkText(begun, payload, length, false, sink);
    }

    private void goOn(byte[] payload, int length, boolean last, Sink sink) {
        Fragments begun = fragments;
        if (begun == null) {
            throw new IllegalStateException("look() lets a continuation pass only after a beginning");
        }
        begun.add(payload, length);
        if (checkText(begun, payload, length, last, sink) && last) {
            fragments = null;
            sink.message(begun.bytes, begun.length, begun.text);
        }
    }

    private static boolean checkText(Fragments begun, byte[] piece, int length, boolean last, Sink sink) {
        if (!begun.text) {
            return true;
        }
        begun.utf8 = Utf8.check(piece, 0, length, begun.utf8);
        if (begun.utf8 == Utf8.INVALID || (last && begun.utf8 != Utf8.COMPLETE)) {
            sink.violated(WireClose.BAD_TEXT);
            return false;
        }
        return true;
    }

    private static void close(byte[] payload, int length, Sink sink) {
        if (length == 0) {
            sink.peerCloses(WireClose.NONE);
            return;
        }
        int code = length == 1 ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        if (!WireClose.mayBeSent(code)) {
            sink.violated(WireClose.PROTOCOL_ERROR);
        } else if (!Utf8.valid(payload, 2, length - 2)) {
            sink.violated(WireClose.BAD_TEXT);
        } else {
            sink.peerCloses(code);
        }
    }

    @Override
    int headerBytes(int payloadBytes) {
        return payloadBytes < LENGTH_IN_2 ? 2 : payloadBytes <= 0xFFFF ? 4 : 10;
    }

    @Override
    void header(ByteBuf out, OutFrame frame) {
        int start = FIN | (frame.isText() ? TEXT : BINARY);
        int length = frame.length();
        if (length < LENGTH_IN_2) {
            out.writeShort((start << 8) | length);
        } else if (length <= 0xFFFF) {
            out.writeInt((start << 24) | (LENGTH_IN_2 << 16) | length);
        } else {
            out.writeShort((start << 8) | LENGTH_IN_8);
            out.writeLong(length);
        }
    }

    @Override
    void pong(ByteBuf out, byte[] payload, int length) {
        out.writeShort(((FIN | PONG) << 8) | length);
        out.writeBytes(payload, 0, length);
    }

    @Override
    boolean farewell(ByteBuf out, int code) {
        if (code == WireClose.NONE) {
            out.writeShort((FIN | CLOSE) << 8);
        } else {
            out.writeInt(((FIN | CLOSE) << 24) | (2 << 16) | code);
        }
        return true;
    }
}

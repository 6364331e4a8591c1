package im.hongyan.gateway;

import im.hongyan.dialect.OutFrame;
import io.netty.buffer.ByteBuf;

/// Frames that begin with their length in four bytes, big-endian, the header not counted.
final class LengthFraming extends Framing {
    private static final int HEADER_BYTES = 4;

    private final int frameBytesMax;

    LengthFraming(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    @Override
    int look(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES) {
            return HEADER_BYTES;
        }
        int length = in.getInt(in.readerIndex());
        // A negative number is a length above 2 GiB.
        return length < 0 || length > frameBytesMax ? -WireClose.TOO_BIG : HEADER_BYTES + length;
    }

    @Override
    void take(ByteBuf in, Sink sink) {
        int length = in.readInt();
        byte[] scratch = sink.scratch(length);
        in.readBytes(scratch, 0, length);
        sink.message(scratch, length, true);
    }

    @Override
    int headerBytes(int payloadBytes) {
        return HEADER_BYTES;
    }

    @Override
    void header(ByteBuf out, OutFrame frame) {
        out.writeInt(frame.length());
    }

    @Override
    void pong(ByteBuf out, byte[] payload, int length) {
        throw new IllegalStateException("this transport has no ping");
    }

    @Override
    boolean farewell(ByteBuf out, int code) {
        return false;
    }
}

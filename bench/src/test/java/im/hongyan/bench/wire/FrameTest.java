package im.hongyan.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final long SEED = 42;

    private final List<byte[]> got = new ArrayList<>();
    private final FrameReader reader = new FrameReader();
    private final Scratch scratch = new Scratch();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 125, 126, 127, 65_535, 65_536, 400_000})
    void whatIsWrittenIsRead(int length) {
        byte[] payload = bytes(length);
        ByteBuf wire = Unpooled.buffer();
        Frame.plain(wire, Frame.TEXT, payload, 0, length);
        Frame.masked(wire, Frame.TEXT, payload.clone(), 0, length, 0x89ABCDEF);

        reader.read(wire, scratch, this::take);

        assertThat(got).containsExactly(payload, payload);
    }

    @Test
    void aMaskedPayloadIsNotPlainOnTheWire() {
        byte[] payload = bytes(100);
        ByteBuf wire = Unpooled.buffer();
        Frame.masked(wire, Frame.TEXT, payload.clone(), 0, 100, 0x01020304);

        assertThat(wire.getByte(1) & 0xFF).isEqualTo(0x80 | 100);
        // The key goes first byte first: it is written little-endian, as it is applied.
        assertThat(wire.getByte(2)).isEqualTo((byte) 0x04);
        assertThat(wire.getByte(6)).isEqualTo((byte) (payload[0] ^ 0x04));
        assertThat(wire.getByte(7)).isEqualTo((byte) (payload[1] ^ 0x03));
    }

    @Test
    void framesAreReadHoweverTheyAreCut() {
        Random random = new Random(SEED);
        ByteBuf wire = Unpooled.buffer();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] payload = bytes(random.nextInt(300));
            sent.add(payload);
            Frame.masked(wire, Frame.TEXT, payload.clone(), 0, payload.length, random.nextInt());
        }
        while (wire.isReadable()) {
            int piece = Math.min(wire.readableBytes(), 1 + random.nextInt(90));
            reader.read(wire.readSlice(piece), scratch, this::take);
        }

        assertThat(got).as("seed " + SEED).containsExactlyElementsOf(sent);
    }

    private void take(int opcode, byte[] bytes, int start, int end) {
        assertThat(opcode).isEqualTo(Frame.TEXT);
        got.add(Arrays.copyOfRange(bytes, start, end));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}

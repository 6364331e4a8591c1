package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.Dialect;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.Endpoint;
import im.hongyan.testkit.wire.RawSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Frames as bytes, cut and broken at random. jqwik prints the seed of a failure.
class FramingProperties {
    private static final int FRAME_BYTES_MAX = 4096;

    /// Remembers what it was told.
    private static final class Listener implements Dialect, DialectSession {
        final List<String> heard = new ArrayList<>();
        int gone;

        @Override
        public String name() {
            return "listener";
        }

        @Override
        public List<Endpoint> endpoints() {
            return List.of(new Endpoint.WebSocket("/", FRAME_BYTES_MAX));
        }

        @Override
        public DialectSession open(Connection connection) {
            return this;
        }

        @Override
        public void onFrame(byte[] bytes, int offset, int length, boolean text) {
            heard.add((text ? "t" : "b") + Arrays.hashCode(Arrays.copyOfRange(bytes, offset, offset + length)));
        }

        @Override
        public void onSignal(Signal signal) {}

        @Override
        public void onTick(long nowMs) {}

        @Override
        public void onClosing(CloseCode code) {
            heard.add(code.word());
        }

        @Override
        public void onGone() {
            gone++;
        }
    }

    /// Feeds bytes to a WebSocket connection in pieces, and gives what its session heard and its client would read.
    private record Run(Listener listener, byte[] written, long failures) {
        static Run of(byte[] bytes, Random cuts) {
            Listener listener = new Listener();
            Limits limits = TestGateway.limits(TestGateway.Change.NONE);
            Gateway gateway = new Gateway(
                    GatewaySettings.of(limits), List.of(listener), System::nanoTime, InstantSource.system());
            EmbeddedChannel channel = new EmbeddedChannel();
            gateway.enter("127.0.0.1");
            gateway.adopt(channel, gateway.route("/"), "127.0.0.1", new byte[0]);
            int at = 0;
            while (at < bytes.length && channel.isOpen()) {
                int count = Math.min(bytes.length - at, 1 + cuts.nextInt(cuts.nextInt(20) == 0 ? 6000 : 12));
                channel.writeInbound(Unpooled.directBuffer().writeBytes(bytes, at, count));
                channel.runPendingTasks();
                at += count;
            }
            var written = new java.io.ByteArrayOutputStream();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                byte[] piece = new byte[out.readableBytes()];
                out.readBytes(piece);
                written.writeBytes(piece);
                out.release();
            }
            channel.finishAndReleaseAll();
            channel.runPendingTasks();
            return new Run(listener, written.toByteArray(), gateway.metrics().sessionFailures());
        }
    }

    @Property(tries = 400)
    void howeverAStreamIsCutTheSameMessagesArrive(@ForAll long seed, @ForAll("messages") List<byte[]> messages) {
        Random random = new Random(seed);
        var stream = new java.io.ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (byte[] message : messages) {
            boolean text = random.nextBoolean() && Utf8.valid(message, 0, message.length);
            expected.add((text ? "t" : "b") + Arrays.hashCode(message));
            fragment(message, text, random, stream);
        }
        Run run = Run.of(stream.toByteArray(), random);
        assertThat(run.listener().heard).isEqualTo(expected);
        assertThat(run.listener().gone).isEqualTo(1);
        assertThat(run.failures()).isZero();
    }

    private static void fragment(byte[] message, boolean text, Random random, java.io.ByteArrayOutputStream stream) {
        int at = 0;
        boolean first = true;
        do {
            int count = random.nextInt(3) == 0 ? random.nextInt(message.length - at + 1) : message.length - at;
            boolean last = at + count == message.length && random.nextInt(4) != 0;
            stream.writeBytes(RawSocket.frame(
                    (last ? 0x80 : 0) | (first ? text ? 1 : 2 : 0), Arrays.copyOfRange(message, at, at + count)));
            if (random.nextInt(5) == 0) {
                stream.writeBytes(RawSocket.frame(0x89, new byte[random.nextInt(126)]));
            }
            at += count;
            first = false;
            if (last) {
                return;
            }
        } while (true);
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        Arbitrary<byte[]> texts = Arbitraries.strings()
                .withChars("aZ é鸿雁😀\u0000")
                .ofMaxLength(300)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(FRAME_BYTES_MAX);
        return Arbitraries.oneOf(texts, bytes).list().ofMaxSize(12);
    }

    @Property(tries = 3000)
    void anyBytesAreReadOrRefusedAndNeverBreakAnything(
            @ForAll long seed, @ForAll byte[] noise, @ForAll("messages") List<byte[]> messages) {
        Random random = new Random(seed);
        var stream = new java.io.ByteArrayOutputStream();
        for (byte[] message : messages.subList(0, Math.min(2, messages.size()))) {
            fragment(message, false, random, stream);
        }
        stream.writeBytes(noise);
        byte[] bytes = stream.toByteArray();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Run run = Run.of(bytes, random);
        assertThat(run.failures()).isZero();
        assertThat(run.listener().gone).isEqualTo(1);
        assertThat(closesOf(run.written())).isSubsetOf(allowedCloses());
    }

    private static List<Integer> allowedCloses() {
        List<Integer> all = new ArrayList<>();
        for (int code = 1000; code < 5000; code++) {
            if (WireClose.mayBeSent(code) || code == WireClose.NONE) {
                all.add(code);
            }
        }
        return all;
    }

    private static List<Integer> closesOf(byte[] written) {
        List<Integer> codes = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(written);
        while (in.hasRemaining()) {
            int first = in.get() & 0xFF;
            byte[] payload = new byte[in.get()];
            in.get(payload);
            if (first == 0x88) {
                codes.add(new RawSocket.Frame(first, payload).closeCode());
                assertThat(in.hasRemaining()).isFalse();
            } else {
                assertThat(first).isEqualTo(0x8A);
            }
        }
        return codes;
    }

    @Property(tries = 5000)
    void utf8IsWhatTheJdkSaysItIs(@ForAll("nearlyText") byte[] bytes, @ForAll long seed) {
        boolean expected;
        try {
            // As many code units again when encoded: the decoder took every byte.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            expected = text.toString().getBytes(StandardCharsets.UTF_8).length == bytes.length;
        } catch (CharacterCodingException e) {
            expected = false;
        }
        assertThat(Utf8.valid(bytes, 0, bytes.length)).isEqualTo(expected);
        Random random = new Random(seed);
        int state = Utf8.COMPLETE;
        for (int at = 0; at < bytes.length; ) {
            int count = 1 + random.nextInt(bytes.length - at);
            state = Utf8.check(bytes, at, count, state);
            at += count;
        }
        assertThat(state == Utf8.COMPLETE).isEqualTo(expected);
    }

    @Provide
    Arbitrary<byte[]> nearlyText() {
        Arbitrary<byte[]> text = Arbitraries.strings().ofMaxLength(40).map(s -> s.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> edges = Arbitraries.of(
                        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                        0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(24);
        return Arbitraries.oneOf(text, edges);
    }
}

package im.hongyan.dialects.mobileimsdk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.message.Sending;
import im.hongyan.dialect.OutFrame;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is written is read back as what it was, and what is stored as what was sent. jqwik prints the seed of a
/// failure.
class CodecProperties {
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");

    private final MobileImCodec codec = new MobileImCodec(Limits.DEFAULT.jsonDepthMax());
    private final MobileImWriter writer = new MobileImWriter(null);

    @Provide
    Arbitrary<Packet> packets() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(40).injectNull(0.1);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(-5, 60),
                        text,
                        text,
                        text,
                        text,
                        Arbitraries.integers(),
                        Arbitraries.longs())
                .as((flag, type, data, from, to, fp, typeu, sm) ->
                        new Packet(flag, type, data, from, to, fp, !flag, typeu, sm));
    }

    @Property(tries = 2_000)
    void everyPacketReadsBack(@ForAll("packets") Packet packet) {
        OutFrame frame = writer.packet(packet);
        assertThat(codec.decode(frame.bytes(), 0, frame.length())).isEqualTo(packet);
    }

    @Property(tries = 2_000)
    void whatIsStoredIsReadBackAsItWasSent(@ForAll("packets") Packet any) {
        String fp = any.fp() == null || any.fp().isEmpty() ? "f" : any.fp();
        long sm = Math.abs(any.sm() % (1L << 52));
        Packet sent =
                new Packet(any.bridge(), Packet.DATA, any.dataContent(), "alice", "bob", fp, true, any.typeu(), sm);
        ConversationId.Single conversation = ConversationId.single(World.APP, ALICE, BOB);
        Stored stored = new Stored();
        Sending sending =
                stored.sending(new UserKey(World.APP, ALICE), conversation, sent, Fingerprints.clientId(fp), false, 0);
        Message message = new Message(
                ALICE,
                sending.clientId(),
                sending.kind(),
                sending.content(),
                sending.ext(),
                sending.mentions(),
                0,
                true,
                true);
        assertThat(stored.packet(new Entry(conversation, 1, 1, 1, 1, message), false))
                .isEqualTo(sent);
    }

    @Property(tries = 4_000)
    void damagedPacketsAreReadOrNotAndNothingElse(@ForAll("packets") Packet packet, @ForAll long seed) {
        Random random = new Random(seed);
        OutFrame frame = writer.packet(packet);
        byte[] bytes = java.util.Arrays.copyOf(frame.bytes(), frame.length());
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Fuzzed.check(codec, writer, bytes, 0, random.nextInt(bytes.length + 1));
    }
}

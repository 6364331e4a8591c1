package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Entry;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is written is read back as what it was. jqwik prints the seed of a failure.
class CodecProperties {
    private final NativeCodec codec = new NativeCodec(Limits.DEFAULT);
    private final NativeWriter writer = new NativeWriter();

    @Property(tries = 1_000)
    void everyRequestReadsBack(@ForAll("requests") Request request, @ForAll long order) {
        byte[] frame = RequestText.of(request, new Random(order)).getBytes(StandardCharsets.UTF_8);
        assertThat(codec.decode(frame, 0, frame.length)).isEqualTo(request);
    }

    @Provide
    Arbitrary<Request> requests() {
        return Samples.requests();
    }

    @Property(tries = 1_000)
    void everyEntryReadsBack(@ForAll("entries") Entry entry) {
        OutFrame frame = writer.entry(entry);
        String text = new String(frame.bytes(), 0, frame.length(), StandardCharsets.UTF_8);
        Map<String, Object> seen = Tree.object(text);
        assertThat(EntryReader.entry(seen, Samples.APP, Samples.OWNER, EntryReader.rawParts(text)))
                .isEqualTo(entry);
    }

    @Provide
    Arbitrary<Entry> entries() {
        return EntrySamples.entries();
    }

    @Property(tries = 4_000)
    void damagedFramesAreAnsweredAndNothingElse(@ForAll("requests") Request request, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] frame = RequestText.of(request, random).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(frame.length + 1);
        Fuzzed.check(codec, frame, 0, length);
    }
}

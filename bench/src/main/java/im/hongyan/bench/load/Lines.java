package im.hongyan.bench.load;

import im.hongyan.bench.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// What one pair says: frames put together from parts that were made once.
final class Lines {
    /// A receiver acknowledges at the latest after so many messages.
    static final int ACK_EVERY = 32;

    private static final byte[] ID = ascii("{\"op\":\"send\",\"id\":");
    private static final byte[] CONTENT = ascii("\",\"type\":\"text\",\"content\":{\"text\":\"");
    private static final byte[] END = ascii("\"}}");
    private static final byte[] ACK_END = ascii("]]}");
    private static final int TEXTS_BYTES = 64 << 10;

    private final String name;
    private final byte[] to;
    private final byte[] ack;
    private final byte[] texts;
    private final int textBytes;
    private final SplittableRandom random;
    private final JsonBytes acknowledgement = new JsonBytes();

    /// @param run makes client ids unlike those of any other run
    /// @param texts what texts are cut from (see [#texts])
    Lines(String from, String to, String run, byte[] texts, int textBytes, SplittableRandom random) {
        this("s:" + to, "s:" + from, from + ">" + to, run, texts, textBytes, random);
    }

    private Lines(
            String to, String heardAs, String name, String run, byte[] texts, int textBytes, SplittableRandom random) {
        this.name = name;
        this.to = ascii(",\"to\":\"" + to + "\",\"cid\":\"" + run + "-");
        this.ack = ascii("{\"op\":\"ack\",\"got\":[[\"" + heardAs + "\",");
        this.texts = texts;
        this.textBytes = textBytes;
        this.random = random;
    }

    /// Of one who speaks to many.
    ///
    /// @param place the group or room, as everybody names it
    static Lines toMany(String place, String run, byte[] texts, int textBytes, SplittableRandom random) {
        return new Lines(place, place, place, run, texts, textBytes, random);
    }

    /// Whether receivers say that they have what was said: not in rooms, where nobody waits for it.
    boolean areAcknowledged() {
        return !name.startsWith("r:");
    }

    /// Letters and digits by chance, so that no store can squeeze them to nothing.
    static byte[] texts(SplittableRandom random) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .";
        byte[] bytes = new byte[TEXTS_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) letters.charAt(random.nextInt(letters.length()));
        }
        return bytes;
    }

    String name() {
        return name;
    }

    /// Writes the message with this number, counted from 1, whose request id it is too.
    void message(JsonBytes json, long number) {
        int text = random.nextInt(texts.length - textBytes);
        json.clear()
                .put(ID)
                .put(number)
                .put(to)
                .put(number)
                .put(CONTENT)
                .put(texts, text, text + textBytes)
                .put(END);
    }

    /// Everything up to this number has arrived.
    JsonBytes acknowledgement(long number) {
        return acknowledgement.clear().put(ack).put(number).put(ACK_END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package im.hongyan.core.message;

import im.hongyan.core.log.ConversationId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Names a send by 128 bits. Two sends that differ have different names but for a chance that nobody lives to see, and
/// nobody who does not know the key can look for two that have the same: SipHash-2-4 with 128 bits of output
/// (Aumasson and Bernstein), over the ids as 16-bit characters, each with its length before it.
final class Fingerprints {
    /// The 128 bits.
    record Fingerprint(long high, long low) {
        @Override
        public int hashCode() {
            return (int) low;
        }
    }

    private static final int CHARS_PER_WORD = Long.BYTES / Character.BYTES;
    private final long key0;
    private final long key1;

    Fingerprints(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /// With a key made from a secret of any form.
    static Fingerprints keyed(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            ByteBuffer words = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
            return new Fingerprints(words.getLong(), words.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint of(Sending sending) {
        Sip sip = new Sip(key0, key1);
        sip.text(sending.from().app().value());
        sip.text(sending.from().user().value());
        sip.text(sending.clientId());
        switch (sending.to()) {
            case ConversationId.Single single -> {
                sip.word(1);
                sip.text(single.a().value());
                sip.text(single.b().value());
            }
            case ConversationId.Group group -> {
                sip.word(2);
                sip.text(group.id());
            }
            case ConversationId.Room room -> {
                sip.word(3);
                sip.text(room.id());
            }
            case ConversationId.Feed feed -> {
                sip.word(4);
                sip.text(feed.user().value());
            }
        }
        return sip.end(0);
    }

    /// The hash under way. One thread, one use.
    static final class Sip {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Sip(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void text(String text) {
            int length = text.length();
            word(length);
            for (int i = 0; i < length; i += CHARS_PER_WORD) {
                long word = 0;
                for (int j = Math.min(length, i + CHARS_PER_WORD) - 1; j >= i; j--) {
                    word = word << Character.SIZE | text.charAt(j);
                }
                word(word);
            }
        }

        void word(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        /// @param last the bytes after the last whole word, and the length of everything in the highest byte
        Fingerprint end(long last) {
            word(last);
            v2 ^= 0xee;
            rounds();
            long low = v0 ^ v1 ^ v2 ^ v3;
            v1 ^= 0xdd;
            rounds();
            return new Fingerprint(v0 ^ v1 ^ v2 ^ v3, low);
        }

        private void rounds() {
            for (int i = 0; i < 4; i++) {
                round();
            }
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

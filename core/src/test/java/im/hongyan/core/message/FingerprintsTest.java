package im.hongyan.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.message.Fingerprints.Fingerprint;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    /// The first two of the reference vectors of SipHash-2-4-128: no input, and one byte that is zero.
    @Test
    void itIsSipHash() {
        assertThat(new Fingerprints.Sip(KEY_0, KEY_1).end(0))
                .isEqualTo(new Fingerprint(0x930255c71472f66dL, 0xe6a825ba047f81a3L));
        assertThat(new Fingerprints.Sip(KEY_0, KEY_1).end(1L << 56))
                .isEqualTo(new Fingerprint(0x45fc229b11597634L, 0x44af996bd8c187daL));
    }

    @Test
    void everyCharacterAndEveryLengthCounts() {
        String[] texts = {"", "\0", "a", "aa", "aaaa", "aaaab", "aaaabaaa", "aaaabaab", "鸿雁", "雁鸿"};
        assertThat(texts).extracting(text -> print(text, "x")).doesNotHaveDuplicates();
    }

    @Test
    void aCharacterCannotMoveFromOneTextToTheNext() {
        assertThat(print("ab", "c")).isNotEqualTo(print("a", "bc"));
    }

    @Test
    void anotherKeyGivesAnotherName() {
        Fingerprints.Sip other = new Fingerprints.Sip(KEY_0 + 1, KEY_1);
        other.text("a");
        other.text("x");
        assertThat(other.end(0)).isNotEqualTo(print("a", "x"));
    }

    private static Fingerprint print(String one, String two) {
        Fingerprints.Sip sip = new Fingerprints.Sip(KEY_0, KEY_1);
        sip.text(one);
        sip.text(two);
        return sip.end(0);
    }
}

package im.hongyan.core.account;

import java.nio.charset.StandardCharsets;

/// What every id on the wire must be: 1 to N bytes of UTF-8, no control characters, no broken surrogates.
public final class Text {
    private static final int GOLDEN = 0x9E3779B9;

    private Text() {}

    /// The hash of a pair. Ids are short and often end in digits: multiplied by 31, as records do it, the hashes of
    /// `u12` with `u3` and `u11` with `u34` are the same, and a million pairs share a few thousand hashes.
    public static int hash(int one, int other) {
        return one * GOLDEN + other;
    }

    /// Whether `s` is an acceptable id of at most `maxBytes` bytes.
    public static boolean isId(String s, int maxBytes) {
        int length = s.length();
        if (length == 0 || length > maxBytes) {
            return false;
        }
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            char c = s.charAt(i);
            if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
                return false;
            }
            if (c >= 0x80) {
                ascii = false;
                if (Character.isLowSurrogate(c)) {
                    return false;
                }
                if (Character.isHighSurrogate(c)) {
                    if (++i == length || !Character.isLowSurrogate(s.charAt(i))) {
                        return false;
                    }
                }
            }
        }
        return ascii || s.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }
}

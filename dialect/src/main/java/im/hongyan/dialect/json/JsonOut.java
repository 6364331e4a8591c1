package im.hongyan.dialect.json;

import im.hongyan.core.log.RawJson;
import java.util.Arrays;

/// Writes JSON as UTF-8 into a growing array. It trusts its caller with the grammar and takes care of the strings:
/// control characters, U+2028 and U+2029 (line ends in older JavaScript) and unpaired surrogates (which UTF-8
/// cannot say) are escaped. Reusable; one thread at a time.
public final class JsonOut {
    /// A larger array is not kept for the next use.
    private static final int KEEP_BYTES_MAX = 65_536;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LONG_CHARS_MAX = 20;

    private byte[] out = new byte[1_024];
    private int length;

    /// Starts anew.
    public JsonOut clear() {
        length = 0;
        if (out.length > KEEP_BYTES_MAX) {
            out = new byte[1_024];
        }
        return this;
    }

    /// Bytes written so far.
    public int length() {
        return length;
    }

    /// Takes back what was written after the first `to` bytes.
    public void cut(int to) {
        length = Math.min(length, to);
    }

    /// A copy of what was written.
    public byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    /// JSON that is ready, as it stands.
    public JsonOut raw(byte[] json) {
        grow(json.length);
        System.arraycopy(json, 0, out, length, json.length);
        length += json.length;
        return this;
    }

    public JsonOut raw(RawJson json) {
        return raw(json.bytes());
    }

    public JsonOut raw(char ascii) {
        grow(1);
        out[length++] = (byte) ascii;
        return this;
    }

    public JsonOut bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    public JsonOut number(long value) {
        grow(LONG_CHARS_MAX);
        if (value < 0) {
            // The digits of a negative number are taken from its negative remainders: Long.MIN_VALUE has no opposite.
            out[length++] = '-';
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            out[i] = (byte) ('0' + Math.abs((int) (rest % 10)));
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /// A string with its quotes.
    public JsonOut string(String value) {
        raw('"');
        return text(value).raw('"');
    }

    /// A string made of two, with its quotes.
    public JsonOut string(String one, String other) {
        raw('"');
        return text(one).text(other).raw('"');
    }

    private JsonOut text(String value) {
        int chars = value.length();
        grow(chars * 6);
        byte[] to = out;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                if (c >= 0x20 && c != '"' && c != '\\') {
                    to[at++] = (byte) c;
                } else {
                    at = escape(to, at, c);
                }
            } else if (c < 0x800) {
                to[at++] = (byte) (0xc0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                if (c == '\u2028' || c == '\u2029') {
                    at = unit(to, at, c);
                } else {
                    to[at++] = (byte) (0xe0 | (c >> 12));
                    to[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                    to[at++] = (byte) (0x80 | (c & 0x3f));
                }
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(value.charAt(i + 1))) {
                at = pair(to, at, Character.toCodePoint(c, value.charAt(++i)));
            } else {
                at = unit(to, at, c);
            }
        }
        length = at;
        return this;
    }

    private static int pair(byte[] to, int at, int point) {
        to[at] = (byte) (0xf0 | (point >> 18));
        to[at + 1] = (byte) (0x80 | ((point >> 12) & 0x3f));
        to[at + 2] = (byte) (0x80 | ((point >> 6) & 0x3f));
        to[at + 3] = (byte) (0x80 | (point & 0x3f));
        return at + 4;
    }

    private static int escape(byte[] to, int at, char c) {
        char letter =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    default -> 0;
                };
        if (letter == 0) {
            return unit(to, at, c);
        }
        to[at] = '\\';
        to[at + 1] = (byte) letter;
        return at + 2;
    }

    private static int unit(byte[] to, int at, char c) {
        to[at] = '\\';
        to[at + 1] = 'u';
        for (int i = 0; i < 4; i++) {
            to[at + 2 + i] = HEX[(c >> (12 - 4 * i)) & 0xf];
        }
        return at + 6;
    }

    private void grow(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, Math.addExact(length, more)));
        }
    }
}

package im.hongyan.dialects.mobileimsdk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes JSON as the original's library does, byte for byte: characters that mean something in HTML are escaped
/// too, and there are letters for backspace and form feed. Reusable; one thread at a time.
final class GsonOut {
    private static final int KEEP_BYTES_MAX = 65_536;
    private static final int LONG_CHARS_MAX = 20;
    private static final int ESCAPED_BYTES_MAX = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private byte[] out = new byte[1_024];
    private int length;

    GsonOut clear() {
        length = 0;
        if (out.length > KEEP_BYTES_MAX) {
            out = new byte[1_024];
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    GsonOut raw(byte[] json) {
        grow(json.length);
        System.arraycopy(json, 0, out, length, json.length);
        length += json.length;
        return this;
    }

    GsonOut raw(char ascii) {
        grow(1);
        out[length++] = (byte) ascii;
        return this;
    }

    GsonOut bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    GsonOut number(long value) {
        grow(LONG_CHARS_MAX);
        String digits = Long.toString(value);
        for (int i = 0; i < digits.length(); i++) {
            out[length++] = (byte) digits.charAt(i);
        }
        return this;
    }

    /// A field with a string; nothing at all for null.
    ///
    /// @param name its name with everything up to the value
    GsonOut field(byte[] name, @Nullable String value) {
        return value == null ? this : raw(name).string(value);
    }

    GsonOut string(String value) {
        int chars = value.length();
        grow(chars * ESCAPED_BYTES_MAX + 2);
        out[length++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                out[length++] = (byte) (0xc0 | (c >> 6));
                out[length++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                wide(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(value.charAt(i + 1))) {
                pair(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                unit(c); // half a character cannot be said in UTF-8
            }
        }
        out[length++] = '"';
        return this;
    }

    private void ascii(char c) {
        switch (c) {
            case '"', '\\' -> escape(c);
            case '\t' -> escape('t');
            case '\b' -> escape('b');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\f' -> escape('f');
            case '<', '>', '&', '=', '\'' -> unit(c);
            default -> {
                if (c < 0x20) {
                    unit(c);
                } else {
                    out[length++] = (byte) c;
                }
            }
        }
    }

    private void wide(char c) {
        if (c == '\u2028' || c == '\u2029') {
            unit(c);
            return;
        }
        out[length++] = (byte) (0xe0 | (c >> 12));
        out[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[length++] = (byte) (0x80 | (c & 0x3f));
    }

    private void pair(int point) {
        out[length++] = (byte) (0xf0 | (point >> 18));
        out[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        out[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        out[length++] = (byte) (0x80 | (point & 0x3f));
    }

    private void escape(char letter) {
        out[length++] = '\\';
        out[length++] = (byte) letter;
    }

    private void unit(char c) {
        out[length++] = '\\';
        out[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            out[length++] = HEX[(c >> shift) & 0xf];
        }
    }

    private void grow(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, Math.addExact(length, more)));
        }
    }
}

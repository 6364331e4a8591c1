package im.hongyan.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// The value of a string or number that [JsonScanner] has passed.
public final class JsonText {
    /// The largest integer that every JSON reader holds exactly: 2^53 - 1.
    public static final long INTEGER_MAX = (1L << 53) - 1;

    private static final int INTEGER_DIGITS_MAX = 16;

    private JsonText() {}

    /// @param start the opening quote
    /// @param end after the closing quote
    public static String string(byte[] in, int start, int end) {
        boolean ascii = true;
        for (int i = start + 1; i < end - 1; i++) {
            if (in[i] == '\\') {
                return unescaped(in, start + 1, end - 1);
            }
            ascii &= in[i] >= 0;
        }
        return new String(in, start + 1, end - start - 2, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String unescaped(byte[] in, int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        int plain = start;
        int i = start;
        while (i < end) {
            if (in[i] != '\\') {
                i++;
                continue;
            }
            out.append(new String(in, plain, i - plain, StandardCharsets.UTF_8));
            char c = (char) in[i + 1];
            if (c == 'u') {
                int unit = 0;
                for (int j = i + 2; j < i + 6; j++) {
                    unit = (unit << 4) | Character.digit(in[j], 16);
                }
                out.append((char) unit);
                i += 6;
            } else {
                out.append(escaped(c));
                i += 2;
            }
            plain = i;
        }
        return out.append(new String(in, plain, end - plain, StandardCharsets.UTF_8))
                .toString();
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    /// The number as an integer; empty if it is written with a fraction or an exponent, or is beyond
    /// ±[#INTEGER_MAX].
    public static OptionalLong integer(byte[] in, int start, int end) {
        boolean negative = in[start] == '-';
        int first = negative ? start + 1 : start;
        if (end - first > INTEGER_DIGITS_MAX) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = first; i < end; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        if (value > INTEGER_MAX) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? -value : value);
    }

    /// The number as a double.
    public static double decimal(byte[] in, int start, int end) {
        return Double.parseDouble(new String(in, start, end - start, StandardCharsets.ISO_8859_1));
    }
}

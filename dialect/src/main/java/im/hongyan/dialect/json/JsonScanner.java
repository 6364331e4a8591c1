package im.hongyan.dialect.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The grammar of RFC 8259, strictly, over bytes: every method is given the place of something's first byte and
/// returns the place after its last, or throws. Strings are also checked to be UTF-8 (no overlong forms, no encoded
/// surrogates), so that bytes which passed can be handed on as they stand. Nothing is allocated.
public final class JsonScanner {
    /// Longest number, in characters: a double needs 25, and longer ones only make other parsers work.
    public static final int NUMBER_CHARS_MAX = 64;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private JsonScanner() {}

    /// The place of the first byte that is not white space, or `end`.
    public static int skipSpace(byte[] in, int at, int end) {
        int i = at;
        while (i < end) {
            byte c = in[i];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return i;
            }
            i++;
        }
        return end;
    }

    /// Passes any value.
    ///
    /// @param depthLeft how many levels of objects and arrays may still open
    public static int skipValue(byte[] in, int at, int end, int depthLeft) throws JsonException {
        if (at >= end) {
            throw JsonException.malformed();
        }
        return switch (in[at]) {
            case '"' -> skipString(in, at, end);
            case '{' -> skipObject(in, at, end, depthLeft);
            case '[' -> skipArray(in, at, end, depthLeft);
            case 't' -> skipWord(in, at, end, TRUE);
            case 'f' -> skipWord(in, at, end, FALSE);
            case 'n' -> skipWord(in, at, end, NULL);
            default -> skipNumber(in, at, end);
        };
    }

    private static int skipObject(byte[] in, int at, int end, int depthLeft) throws JsonException {
        if (depthLeft <= 0) {
            throw JsonException.tooDeep();
        }
        int i = skipSpace(in, at + 1, end);
        if (i < end && in[i] == '}') {
            return i + 1;
        }
        while (true) {
            i = skipSpace(in, colon(in, skipString(in, i, end), end), end);
            i = skipSpace(in, skipValue(in, i, end, depthLeft - 1), end);
            if (closes(in, i, end, '}')) {
                return i + 1;
            }
            i = skipSpace(in, i + 1, end);
        }
    }

    private static int skipArray(byte[] in, int at, int end, int depthLeft) throws JsonException {
        if (depthLeft <= 0) {
            throw JsonException.tooDeep();
        }
        int i = skipSpace(in, at + 1, end);
        if (i < end && in[i] == ']') {
            return i + 1;
        }
        while (true) {
            i = skipSpace(in, skipValue(in, i, end, depthLeft - 1), end);
            if (closes(in, i, end, ']')) {
                return i + 1;
            }
            i = skipSpace(in, i + 1, end);
        }
    }

    /// The place after the colon that must come, after white space, at `at`.
    static int colon(byte[] in, int at, int end) throws JsonException {
        int i = skipSpace(in, at, end);
        if (i >= end || in[i] != ':') {
            throw JsonException.malformed();
        }
        return i + 1;
    }

    /// Whether `closing` stands at `at`; otherwise a comma must.
    static boolean closes(byte[] in, int at, int end, char closing) throws JsonException {
        if (at >= end) {
            throw JsonException.malformed();
        }
        if (in[at] == closing) {
            return true;
        }
        if (in[at] != ',') {
            throw JsonException.malformed();
        }
        return false;
    }

    /// Passes a string with its quotes.
    public static int skipString(byte[] in, int at, int end) throws JsonException {
        if (at >= end || in[at] != '"') {
            throw JsonException.malformed();
        }
        int i = at + 1;
        while (i < end) {
            i = skipPlain(in, i, end);
            if (i == end) {
                break;
            }
            byte c = in[i];
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i = skipEscape(in, i, end);
            } else if (c >= 0x20) {
                i++;
            } else if (c >= 0) {
                throw JsonException.malformed();
            } else {
                i = skipMultibyte(in, i, end);
            }
        }
        throw JsonException.malformed();
    }

    /// Passes ASCII that means nothing in a string, eight bytes at a time. The usual test for a byte of a word that
    /// is zero (or below a bound) may also name a byte above a true one, never miss one; the caller looks again.
    private static int skipPlain(byte[] in, int at, int end) {
        int i = at;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORDS.get(in, i);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long special =
                    ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word) | word;
            special &= HIGH_BITS;
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        return i;
    }

    private static int skipEscape(byte[] in, int at, int end) throws JsonException {
        if (at + 1 >= end) {
            throw JsonException.malformed();
        }
        return switch (in[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> skipUnit(in, at + 2, end);
            default -> throw JsonException.malformed();
        };
    }

    private static int skipUnit(byte[] in, int at, int end) throws JsonException {
        if (at + 4 > end) {
            throw JsonException.malformed();
        }
        for (int i = at; i < at + 4; i++) {
            if (Character.digit(in[i], 16) < 0) {
                throw JsonException.malformed();
            }
        }
        return at + 4;
    }

    /// Table 3-7 of the Unicode standard.
    private static int skipMultibyte(byte[] in, int at, int end) throws JsonException {
        int first = in[at] & 0xff;
        int more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        if (first < 0xc2 || first > 0xf4 || at + more >= end) {
            throw JsonException.malformed();
        }
        int second = in[at + 1] & 0xff;
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            throw JsonException.malformed();
        }
        for (int i = at + 2; i <= at + more; i++) {
            if ((in[i] & 0xc0) != 0x80) {
                throw JsonException.malformed();
            }
        }
        return at + more + 1;
    }

    private static int skipNumber(byte[] in, int at, int end) throws JsonException {
        int i = at;
        if (in[i] == '-') {
            i++;
        }
        int digits = i;
        i = skipDigits(in, i, end);
        if (in[digits] == '0' && i > digits + 1) {
            throw JsonException.malformed();
        }
        if (i < end && in[i] == '.') {
            i = skipDigits(in, i + 1, end);
        }
        if (i < end && (in[i] == 'e' || in[i] == 'E')) {
            i++;
            if (i < end && (in[i] == '+' || in[i] == '-')) {
                i++;
            }
            i = skipDigits(in, i, end);
        }
        if (i - at > NUMBER_CHARS_MAX) {
            throw JsonException.malformed();
        }
        return i;
    }

    private static int skipDigits(byte[] in, int at, int end) throws JsonException {
        int i = at;
        while (i < end && in[i] >= '0' && in[i] <= '9') {
            i++;
        }
        if (i == at) {
            throw JsonException.malformed();
        }
        return i;
    }

    private static int skipWord(byte[] in, int at, int end, byte[] word) throws JsonException {
        if (at + word.length > end) {
            throw JsonException.malformed();
        }
        for (int i = 1; i < word.length; i++) {
            if (in[at + i] != word[i]) {
                throw JsonException.malformed();
            }
        }
        return at + word.length;
    }
}

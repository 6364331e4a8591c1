package im.hongyan.bench.wire;

import java.nio.charset.StandardCharsets;

/// Walks the fields of one JSON object without making anything of them. The object is trusted to be well formed.
///
/// ```
/// fields.on(bytes, start, end);
/// while (fields.next()) {
///     if (fields.is(OP)) ...
/// }
/// ```
public final class Fields {
    private static final long KEY_BYTES_MAX = 8;

    private byte[] bytes = {};
    private int at;
    private int end;
    private long key;
    private int valueStart;
    private int valueEnd;

    /// The name of a field, at most 8 bytes, as one number.
    public static long key(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("longer than 8 bytes: " + name);
        }
        long key = 0;
        for (byte b : ascii) {
            key = key << Byte.SIZE | b;
        }
        return key;
    }

    /// Begins at the object in `bytes[start, end)`.
    public void on(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start + 1;
        this.end = end;
    }

    /// Moves to the next field; false at the end of the object.
    public boolean next() {
        while (at < end && bytes[at] != '"') {
            if (bytes[at] == '}') {
                return false;
            }
            at++;
        }
        if (at >= end) {
            return false;
        }
        at++;
        long name = 0;
        while (bytes[at] != '"') {
            name = name << Byte.SIZE | bytes[at++];
        }
        key = name;
        at++;
        while (bytes[at] == ':' || bytes[at] == ' ') {
            at++;
        }
        valueStart = at;
        skipValue();
        valueEnd = at;
        return true;
    }

    /// Whether the current field has this name (see [#key]).
    public boolean is(long name) {
        return key == name;
    }

    /// Where the value begins: at the quote of a string, at the bracket of an object.
    public int start() {
        return valueStart;
    }

    /// Where the value ends, exclusive.
    public int end() {
        return valueEnd;
    }

    /// The value as a whole number.
    public long number() {
        return number(bytes, valueStart, valueEnd);
    }

    /// The digits in `bytes[start, end)` as a number.
    public static long number(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        long value = 0;
        for (int i = negative ? start + 1 : start; i < end; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    /// The text of a string without escapes; other values as they stand.
    public String text() {
        boolean string = bytes[valueStart] == '"';
        int inset = string ? 1 : 0;
        return new String(bytes, valueStart + inset, valueEnd - valueStart - 2 * inset, StandardCharsets.UTF_8);
    }

    /// Whether the value is this string.
    public boolean isText(byte[] ascii) {
        if (valueEnd - valueStart != ascii.length + 2) {
            return false;
        }
        for (int i = 0; i < ascii.length; i++) {
            if (bytes[valueStart + 1 + i] != ascii[i]) {
                return false;
            }
        }
        return true;
    }

    private void skipValue() {
        int depth = 0;
        do {
            byte b = bytes[at];
            if (b == '"') {
                skipString();
            } else if (b == '{' || b == '[') {
                depth++;
                at++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return;
                }
                depth--;
                at++;
            } else if (b == ',' && depth == 0) {
                return;
            } else {
                at++;
            }
        } while (at < end);
    }

    private void skipString() {
        at++;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at++;
    }
}

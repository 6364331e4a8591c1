package im.hongyan.http.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What part of a file is asked for (RFC 9110, section 14). One part at most: several are answered with the whole,
/// as is a header that is not understood.
sealed interface ByteRange {
    record Whole() implements ByteRange {}

    /// @param last inclusive
    record Part(long first, long last) implements ByteRange {}

    /// It begins behind the end.
    record Outside() implements ByteRange {}

    Pattern SYNTAX = Pattern.compile("bytes=[ \\t]*(\\d{0,15})-(\\d{0,15})[ \\t]*", Pattern.CASE_INSENSITIVE);

    static ByteRange parse(@Nullable String header, long size) {
        Matcher range = SYNTAX.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return new Whole();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return new Whole();
        }
        return first >= size ? new Outside() : new Part(first, last);
    }

    /// The last so many bytes.
    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Outside() : new Part(Math.max(0, size - length), size - 1);
    }
}

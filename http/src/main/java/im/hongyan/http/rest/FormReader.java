package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `multipart/form-data` (RFC 7578) while it comes in, in pieces of any length. Pure: bytes in, parts out.
/// Holds no more than a part's head, or as much of a body as might be the beginning of the line that ends it.
///
/// Netty has a reader too; some forms that are broken lead it into exceptions that nobody catches, and their
/// requests were never answered.
final class FormReader {
    static final int HEAD_BYTES_MAX = 8_192;
    static final int PARTS_MAX = 32;

    private static final int PADDING_BYTES_MAX = 64;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s\";,]{1,70}))\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(name|filename|filename\\*)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s\";]+))", Pattern.CASE_INSENSITIVE);

    /// Who gets the parts. What it refuses ends the reading.
    interface Parts {
        /// A part begins.
        ///
        /// @param file whether it has a file's name
        void begin(String name, boolean file) throws RefusedException;

        /// Some of its bytes; they are not changed afterwards.
        void bytes(ByteBuffer some) throws RefusedException;

        /// It is whole.
        void end() throws RefusedException;
    }

    private enum Place {
        /// Before the first part: passed over.
        PREAMBLE,
        /// Behind a delimiter: another part, or the end.
        DELIMITER,
        HEAD,
        BODY,
        /// Behind the end: passed over.
        EPILOGUE
    }

    private final byte[] delimiter;
    private final Parts parts;
    /// What was read and not yet understood. Begins with the line end that the first delimiter needs before it.
    private byte[] held = {'\r', '\n'};
    private int at;
    private Place place = Place.PREAMBLE;
    private int count;

    FormReader(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.parts = parts;
    }

    /// The boundary that a `Content-Type` names, or null if it names none.
    static @Nullable String boundaryOf(String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return null;
        }
        return boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    }

    /// Takes the next piece.
    void read(byte[] piece) throws RefusedException {
        if (place == Place.EPILOGUE) {
            return;
        }
        byte[] all = Arrays.copyOf(held, held.length + piece.length);
        System.arraycopy(piece, 0, all, held.length, piece.length);
        held = all;
        at = 0;
        while (step()) {
            // Each step understands one thing.
        }
        held = place == Place.EPILOGUE ? new byte[0] : Arrays.copyOfRange(held, at, held.length);
    }

    /// Whether the form's end was read.
    boolean isWhole() {
        return place == Place.EPILOGUE;
    }

    private boolean step() throws RefusedException {
        return switch (place) {
            case PREAMBLE, BODY -> body();
            case DELIMITER -> delimiter();
            case HEAD -> head();
            case EPILOGUE -> false;
        };
    }

    private boolean body() throws RefusedException {
        int end = find(delimiter);
        int safe = end >= 0 ? end : held.length - delimiter.length + 1;
        if (safe > at) {
            if (place == Place.BODY) {
                parts.bytes(ByteBuffer.wrap(held, at, safe - at).slice());
            }
            at = safe;
        }
        if (end < 0) {
            return false;
        }
        if (place == Place.BODY) {
            parts.end();
        }
        at = end + delimiter.length;
        place = Place.DELIMITER;
        return true;
    }

    /// `--` ends the form; otherwise there may be blanks up to the end of the line, which is left to the head.
    private boolean delimiter() throws RefusedException {
        if (held.length - at < 2) {
            return false;
        }
        if (held[at] == '-' && held[at + 1] == '-') {
            place = Place.EPILOGUE;
            return false;
        }
        int end = at;
        while (end < held.length && (held[end] == ' ' || held[end] == '\t')) {
            end++;
        }
        if (end - at > PADDING_BYTES_MAX) {
            throw broken("a boundary's line is too long");
        }
        if (held.length - end < 2) {
            return false;
        }
        if (held[end] != '\r' || held[end + 1] != '\n') {
            throw broken("a boundary does not end its line");
        }
        at = end;
        place = Place.HEAD;
        return true;
    }

    private boolean head() throws RefusedException {
        int end = find(HEAD_END);
        if ((end < 0 ? held.length : end) - at > HEAD_BYTES_MAX) {
            throw broken("the head of a part is too long");
        }
        if (end < 0) {
            return false;
        }
        String head = new String(held, at, end - at, StandardCharsets.UTF_8);
        at = end + HEAD_END.length;
        count++;
        if (count > PARTS_MAX) {
            throw new RefusedException(
                    Refusal.detail(ErrorCode.TOO_MANY, "A form has at most " + PARTS_MAX + " parts."));
        }
        begin(head);
        place = Place.BODY;
        return true;
    }

    private void begin(String head) throws RefusedException {
        String name = null;
        boolean file = false;
        for (String line : head.split("\r\n", -1)) {
            if (!line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                continue;
            }
            Matcher parameter = PARAMETER.matcher(line);
            while (parameter.find()) {
                if (!parameter.group(1).equalsIgnoreCase("name")) {
                    file = true;
                } else if (name == null) {
                    name = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                }
            }
        }
        if (name == null) {
            throw broken("a part has no name");
        }
        parts.begin(name, file);
    }

    private static RefusedException broken(String why) {
        return new RefusedException(Refusal.detail(ErrorCode.BAD_FRAME, "The form cannot be read: " + why + "."));
    }

    private int find(byte[] what) {
        int last = held.length - what.length;
        for (int i = at; i <= last; i++) {
            if (held[i] == what[0] && Arrays.equals(held, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}

package im.hongyan.dialect.json;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields of one object that somebody knows by name, as places in the bytes: read in one pass, in any order,
/// then asked for by index and type. Unknown fields are checked to be JSON and passed over; `null` is the same as
/// absent; a known field that is given twice is refused by [#checkTwice], because readers of JSON disagree about
/// which counts. Reusable; one thread at a time.
public final class JsonFields {
    private static final byte[] NOTHING = {};

    private final JsonNames names;
    private final ErrorCode wrong;
    private final String prefix;
    private final int[] starts;
    private final int[] ends;
    private byte[] in = NOTHING;
    private long seen;
    private long present;
    private int twice = -1;
    private int depthMax;

    /// @param wrong the code of the refusal when a field is missing or of the wrong type
    /// @param prefix stands before the name of the field in a refusal; may be empty
    public JsonFields(JsonNames names, ErrorCode wrong, String prefix) {
        this.names = names;
        this.wrong = wrong;
        this.prefix = prefix;
        this.starts = new int[names.size()];
        this.ends = new int[names.size()];
    }

    /// Reads the object at `at`. What was read before an exception can be asked for.
    ///
    /// @param levelsMax how deep it may nest, itself included
    /// @return the place after it
    public int read(byte[] bytes, int at, int end, int levelsMax) throws JsonException {
        in = bytes;
        seen = 0;
        present = 0;
        twice = -1;
        depthMax = levelsMax;
        if (at >= end || bytes[at] != '{') {
            throw JsonException.malformed();
        }
        int i = JsonScanner.skipSpace(bytes, at + 1, end);
        if (i < end && bytes[i] == '}') {
            return i + 1;
        }
        while (true) {
            int nameEnd = JsonScanner.skipString(bytes, i, end);
            int field = names.find(bytes, i, nameEnd);
            int start = JsonScanner.skipSpace(bytes, JsonScanner.colon(bytes, nameEnd, end), end);
            i = JsonScanner.skipValue(bytes, start, end, levelsMax - 1);
            if (field >= 0) {
                keep(field, start, i);
            }
            i = JsonScanner.skipSpace(bytes, i, end);
            if (JsonScanner.closes(bytes, i, end, '}')) {
                return i + 1;
            }
            i = JsonScanner.skipSpace(bytes, i + 1, end);
        }
    }

    private void keep(int field, int start, int end) {
        long bit = 1L << field;
        if ((seen & bit) != 0 && twice < 0) {
            twice = field;
        }
        seen |= bit;
        starts[field] = start;
        ends[field] = end;
        if (in[start] != 'n') {
            present |= bit;
        }
    }

    /// Lets go of the bytes.
    public void clear() {
        in = NOTHING;
        seen = 0;
        present = 0;
    }

    /// Refuses an object that had a known field twice.
    public void checkTwice() throws RefusedException {
        if (twice >= 0) {
            throw refused(twice, "is given twice");
        }
    }

    /// Whether the field is there and not null.
    public boolean has(int field) {
        return (present & (1L << field)) != 0;
    }

    /// Whether the field is there and a string.
    public boolean isString(int field) {
        return has(field) && in[starts[field]] == '"';
    }

    /// The field's bytes in the array that was read: from here …
    public int start(int field) {
        return starts[field];
    }

    /// … to here.
    public int end(int field) {
        return ends[field];
    }

    /// The field's length in bytes, as written.
    public int length(int field) {
        return ends[field] - starts[field];
    }

    /// The field's value as it was written; empty if it is not there.
    public String written(int field) {
        return has(field) ? new String(in, starts[field], length(field), StandardCharsets.UTF_8) : "";
    }

    public String string(int field) throws RefusedException {
        require(field);
        if (in[starts[field]] != '"') {
            throw refused(field, "must be a string");
        }
        return JsonText.string(in, starts[field], ends[field]);
    }

    public @Nullable String stringOrNull(int field) throws RefusedException {
        return has(field) ? string(field) : null;
    }

    /// The place of a string among `words`, or -1 for another string.
    public int word(int field, JsonNames words) throws RefusedException {
        require(field);
        if (in[starts[field]] != '"') {
            throw refused(field, "must be a string");
        }
        return words.find(in, starts[field], ends[field]);
    }

    /// An integer from `min` to `max`.
    public long integer(int field, long min, long max) throws RefusedException {
        require(field);
        OptionalLong value = isNumber(field) ? JsonText.integer(in, starts[field], ends[field]) : OptionalLong.empty();
        if (value.isEmpty()) {
            throw refused(field, "must be an integer below 2^53, without fraction or exponent");
        }
        if (value.getAsLong() < min || value.getAsLong() > max) {
            throw refused(field, "must be from " + min + " to " + max);
        }
        return value.getAsLong();
    }

    public long integer(int field, long min, long max, long absent) throws RefusedException {
        return has(field) ? integer(field, min, max) : absent;
    }

    /// Any number from `min` to `max`.
    public double decimal(int field, double min, double max) throws RefusedException {
        require(field);
        if (!isNumber(field)) {
            throw refused(field, "must be a number");
        }
        double value = JsonText.decimal(in, starts[field], ends[field]);
        if (!(value >= min && value <= max)) {
            throw refused(field, "must be from " + min + " to " + max);
        }
        return value;
    }

    public boolean bool(int field, boolean absent) throws RefusedException {
        if (!has(field)) {
            return absent;
        }
        return switch (in[starts[field]]) {
            case 't' -> true;
            case 'f' -> false;
            default -> throw refused(field, "must be true or false");
        };
    }

    public @Nullable Boolean boolOrNull(int field) throws RefusedException {
        return has(field) ? (Boolean) bool(field, false) : null;
    }

    /// Refuses a field that is not an object.
    public void requireObject(int field) throws RefusedException {
        require(field);
        if (in[starts[field]] != '{') {
            throw refused(field, "must be an object");
        }
    }

    /// A copy of an object's bytes, exactly as written.
    public RawJson object(int field) throws RefusedException {
        requireObject(field);
        return new RawJson(Arrays.copyOfRange(in, starts[field], ends[field]));
    }

    /// A way through the elements of an array.
    public JsonWalk array(int field) throws RefusedException {
        require(field);
        if (in[starts[field]] != '[') {
            throw refused(field, "must be an array");
        }
        return new JsonWalk(in, starts[field], ends[field], depthMax);
    }

    /// A way through the members of an object.
    public JsonWalk members(int field) throws RefusedException {
        requireObject(field);
        return new JsonWalk(in, starts[field], ends[field], depthMax);
    }

    /// An array of strings; more than `max` are refused with [ErrorCode#TOO_MANY].
    public List<String> strings(int field, int max) throws RefusedException, JsonException {
        JsonWalk walk = array(field);
        List<String> strings = new ArrayList<>();
        while (walk.next()) {
            if (!walk.isString()) {
                throw refused(field, "must be an array of strings");
            }
            if (strings.size() == max) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.TOO_MANY, prefix + names.name(field), "At most " + max + " elements."));
            }
            strings.add(walk.string());
        }
        return strings;
    }

    /// A refusal that names the field.
    ///
    /// @param what completes the sentence that begins with the field's name
    public RefusedException refused(int field, String what) {
        String name = prefix + names.name(field);
        return new RefusedException(Refusal.field(wrong, name, "`" + name + "` " + what + "."));
    }

    private void require(int field) throws RefusedException {
        if (!has(field)) {
            throw refused(field, "is required");
        }
    }

    private boolean isNumber(int field) {
        byte c = in[starts[field]];
        return c == '-' || (c >= '0' && c <= '9');
    }
}

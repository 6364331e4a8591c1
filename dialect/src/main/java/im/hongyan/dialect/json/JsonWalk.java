package im.hongyan.dialect.json;

import java.util.OptionalLong;

/// A way through the elements of an array or the members of an object, one after another.
public final class JsonWalk {
    private final byte[] in;
    private final int last;
    private final int depthLeft;
    private final boolean object;
    private int at;
    private boolean begun;
    private int nameStart;
    private int nameEnd;
    private int start;
    private int end;

    /// @param start the opening bracket
    /// @param end after the closing one
    public JsonWalk(byte[] in, int start, int end, int depthLeft) {
        this.in = in;
        this.object = in[start] == '{';
        this.at = start + 1;
        this.last = end;
        this.depthLeft = depthLeft;
    }

    /// Goes to the next one; false when there is none.
    public boolean next() throws JsonException {
        int i = JsonScanner.skipSpace(in, at, last);
        char closing = object ? '}' : ']';
        if (!begun) {
            begun = true;
            if (i < last && in[i] == closing) {
                return false;
            }
        } else if (JsonScanner.closes(in, i, last, closing)) {
            return false;
        } else {
            i = JsonScanner.skipSpace(in, i + 1, last);
        }
        if (object) {
            nameStart = i;
            nameEnd = JsonScanner.skipString(in, i, last);
            i = JsonScanner.skipSpace(in, JsonScanner.colon(in, nameEnd, last), last);
        }
        start = i;
        end = JsonScanner.skipValue(in, i, last, depthLeft);
        at = end;
        return true;
    }

    /// The name of the member.
    public String name() {
        return JsonText.string(in, nameStart, nameEnd);
    }

    public boolean isString() {
        return in[start] == '"';
    }

    public boolean isArray() {
        return in[start] == '[';
    }

    public boolean isObject() {
        return in[start] == '{';
    }

    public boolean isNumber() {
        return in[start] == '-' || (in[start] >= '0' && in[start] <= '9');
    }

    /// Whether it is true or false.
    public boolean isTruth() {
        return in[start] == 't' || in[start] == 'f';
    }

    /// The value, which is true or false.
    public boolean truth() {
        return in[start] == 't';
    }

    /// The value, which is a string.
    public String string() {
        return JsonText.string(in, start, end);
    }

    /// The value, which is a number, as [JsonText#integer] reads it.
    public OptionalLong integer() {
        return JsonText.integer(in, start, end);
    }

    /// The place of the value's first byte.
    public int start() {
        return start;
    }

    /// The place after its last.
    public int end() {
        return end;
    }

    /// A way into the value, which is an array or object.
    public JsonWalk inside() {
        return new JsonWalk(in, start, end, depthLeft);
    }
}

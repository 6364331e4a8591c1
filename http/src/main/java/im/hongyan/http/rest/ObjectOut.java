package im.hongyan.http.rest;

import im.hongyan.dialect.json.JsonOut;

/// Writes an object field by field and takes care of its commas and braces.
final class ObjectOut {
    private final JsonOut out = new JsonOut();
    private boolean first = true;

    ObjectOut() {
        out.raw('{');
    }

    ObjectOut string(String name, String value) {
        value(name).string(value);
        return this;
    }

    ObjectOut number(String name, long value) {
        value(name).number(value);
        return this;
    }

    ObjectOut bool(String name, boolean value) {
        value(name).bool(value);
        return this;
    }

    /// Begins the field; its value is written to what is returned.
    JsonOut value(String name) {
        if (!first) {
            out.raw(',');
        }
        first = false;
        return out.string(name).raw(':');
    }

    /// Begins an inner object, which [#end] ends.
    ObjectOut begin(String name) {
        value(name).raw('{');
        first = true;
        return this;
    }

    ObjectOut end() {
        out.raw('}');
        first = false;
        return this;
    }

    /// An array whose elements `each` writes.
    <T> ObjectOut array(String name, Iterable<T> elements, Each<T> each) {
        value(name).raw('[');
        boolean more = false;
        for (T element : elements) {
            if (more) {
                out.raw(',');
            }
            more = true;
            each.write(element);
        }
        out.raw(']');
        return this;
    }

    /// An array of objects, whose fields `each` writes.
    <T> ObjectOut objects(String name, Iterable<T> elements, Each<T> each) {
        array(name, elements, element -> {
            out.raw('{');
            first = true;
            each.write(element);
            end();
        });
        return this;
    }

    /// Writes one element.
    interface Each<T> {
        void write(T element);
    }

    /// Where a value is written as it stands.
    JsonOut raw() {
        return out;
    }

    byte[] toBytes() {
        out.raw('}');
        return out.toBytes();
    }
}

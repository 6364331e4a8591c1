package im.hongyan.http.rest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// As much of JSON Schema as the description uses, read more strictly: a property that is not described is wrong. A
/// keyword that is not known here is a fault of the description, or of this class.
record Schema(JsonObject document) {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "description",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "oneOf",
            "minimum",
            "maximum",
            "default",
            "minLength",
            "maxLength",
            "pattern");

    /// What a reference points to.
    JsonObject resolve(JsonObject node) {
        String ref = node.getString("$ref");
        if (ref == null) {
            return node;
        }
        JsonObject found = document;
        for (String part : ref.substring(2).split("/", -1)) {
            found = found.getJsonObject(part);
            if (found == null) {
                throw new AssertionError(ref + " points nowhere");
            }
        }
        return found;
    }

    List<String> complaints(JsonObject schema, Object value) {
        List<String> found = new ArrayList<>();
        check(schema, value, "$", found);
        return found;
    }

    private void check(JsonObject reference, Object value, String at, List<String> found) {
        JsonObject schema = resolve(reference);
        if (!KNOWN.containsAll(schema.fieldNames())) {
            found.add(at + ": unknown keyword in " + schema.fieldNames());
        }
        if (schema.containsKey("const") && !schema.getValue("const").equals(value)) {
            found.add(at + ": not " + schema.getValue("const"));
        }
        if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(value)) {
            found.add(at + ": " + value + " is none of " + schema.getJsonArray("enum"));
        }
        if (schema.containsKey("oneOf")) {
            long fitting = schema.getJsonArray("oneOf").stream()
                    .filter(one -> complaints((JsonObject) one, value).isEmpty())
                    .count();
            if (fitting != 1) {
                found.add(at + ": fits " + fitting + " of oneOf: " + value);
            }
        }
        String type = schema.getString("type");
        if (type != null) {
            checkType(schema, type, value, at, found);
        }
    }

    private void checkType(JsonObject schema, String type, Object value, String at, List<String> found) {
        boolean fits =
                switch (type) {
                    case "object" -> value instanceof JsonObject;
                    case "array" -> value instanceof JsonArray;
                    case "string" -> value instanceof String;
                    case "boolean" -> value instanceof Boolean;
                    case "integer" -> value instanceof Integer || value instanceof Long;
                    case "null" -> value == null;
                    default -> throw new AssertionError("type " + type);
                };
        if (!fits) {
            found.add(at + ": not " + type + ": " + value);
        } else if (value instanceof JsonObject object) {
            checkObject(schema, object, at, found);
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                check(schema.getJsonObject("items"), array.getValue(i), at + "[" + i + "]", found);
            }
        } else if (value instanceof Number number) {
            boolean low = schema.containsKey("minimum") && number.longValue() < schema.getLong("minimum");
            boolean high = schema.containsKey("maximum") && number.longValue() > schema.getLong("maximum");
            if (low || high) {
                found.add(at + ": out of bounds: " + value);
            }
        } else if (value instanceof String text
                && schema.containsKey("pattern")
                && !text.matches(schema.getString("pattern"))) {
            found.add(at + ": does not match: " + value);
        }
    }

    private void checkObject(JsonObject schema, JsonObject object, String at, List<String> found) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        Object others = schema.getValue("additionalProperties");
        for (Object required : schema.getJsonArray("required", new JsonArray())) {
            if (!object.containsKey((String) required)) {
                found.add(at + ": lacks " + required);
            }
        }
        for (String name : object.fieldNames()) {
            String inner = at + "." + name;
            if (properties.containsKey(name)) {
                check(properties.getJsonObject(name), object.getValue(name), inner, found);
            } else if (others instanceof JsonObject each) {
                check(each, object.getValue(name), inner, found);
            } else if (!Boolean.TRUE.equals(others)) {
                found.add(inner + ": is not described");
            }
        }
    }
}

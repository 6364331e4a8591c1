package im.hongyan.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A user's attributes as they stand in their column: a JSON object of strings, names in order.
final class AttributesJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NONE = "{}";

    private AttributesJson() {}

    static String write(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return NONE;
        }
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, String> each : new TreeMap<>(attributes).entrySet()) {
                out.writeStringField(each.getKey(), each.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static Map<String, String> read(String text) throws SQLException {
        if (text.equals(NONE)) {
            return Map.of();
        }
        var attributes = new LinkedHashMap<String, String>();
        try (JsonParser in = JSON.createParser(text)) {
            expect(in.nextToken() == JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                expect(in.nextToken() == JsonToken.VALUE_STRING);
                attributes.put(name, in.getText());
            }
            expect(in.currentToken() == JsonToken.END_OBJECT);
        } catch (IOException e) {
            throw new SQLException("a user's attributes are not a JSON object of strings", e);
        }
        return attributes;
    }

    private static void expect(boolean holds) throws SQLException {
        if (!holds) {
            throw new SQLException("a user's attributes are not a JSON object of strings");
        }
    }
}

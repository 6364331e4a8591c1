package im.hongyan.log;

import java.util.LinkedHashMap;
import java.util.Map;

/// The bytes of named texts: their count, then name and value of each.
final class FieldsCodec {
    private FieldsCodec() {}

    static byte[] bytes(Map<String, String> fields) {
        ByteSink sink = new ByteSink(128, 128);
        write(sink, fields);
        return sink.toBytes();
    }

    static Map<String, String> fields(byte[] value) {
        ByteSource source = new ByteSource(value);
        Map<String, String> fields = read(source);
        if (!source.atEnd()) {
            throw new UnreadableLogException("a fact's row is too long");
        }
        return fields;
    }

    static void write(ByteSink sink, Map<String, String> fields) {
        sink.varint(fields.size());
        fields.forEach((name, value) -> {
            sink.text(name);
            sink.text(value);
        });
    }

    static Map<String, String> read(ByteSource source) {
        int count = source.size();
        Map<String, String> fields = new LinkedHashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            fields.put(source.text(), source.text());
        }
        return fields;
    }
}

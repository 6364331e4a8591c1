package im.hongyan.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Fields fields = new Fields();

    @Test
    void findsTheFieldsOfTheOutermostObjectOnly() {
        on("{\"op\":\"msg\",\"n\":42, \"content\":{\"n\":7,\"text\":\"a \\\"}{ b\"},\"list\":[1,{\"n\":8}],\"k\":-3}");

        Map<String, String> found = new LinkedHashMap<>();
        for (String name : new String[] {"op", "n", "content", "list", "k"}) {
            assertThat(fields.next()).isTrue();
            assertThat(fields.is(Fields.key(name))).as(name).isTrue();
            found.put(name, fields.text());
        }
        assertThat(fields.next()).isFalse();
        assertThat(found)
                .containsEntry("op", "msg")
                .containsEntry("content", "{\"n\":7,\"text\":\"a \\\"}{ b\"}")
                .containsEntry("list", "[1,{\"n\":8}]");
        assertThat(found.get("n")).isEqualTo("42");
        assertThat(found.get("k")).isEqualTo("-3");
    }

    @Test
    void readsNumbersAndComparesTexts() {
        on("{\"re\":1099511627776,\"op\":\"send\"}");
        fields.next();
        assertThat(fields.number()).isEqualTo(1L << 40);
        fields.next();
        assertThat(fields.isText("send".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(fields.isText("sent".getBytes(StandardCharsets.US_ASCII))).isFalse();
    }

    @Test
    void anEmptyObjectHasNoFields() {
        on("{}");
        assertThat(fields.next()).isFalse();
    }

    @Test
    void numbersAreWrittenInDecimal() {
        JsonBytes json =
                new JsonBytes().put(0).put(" ").put(9).put(" ").put(10).put(" ").put(Long.MAX_VALUE);
        assertThat(new String(json.array(), 0, json.length(), StandardCharsets.US_ASCII))
                .isEqualTo("0 9 10 " + Long.MAX_VALUE);
    }

    private void on(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        fields.on(bytes, 0, bytes.length);
    }
}

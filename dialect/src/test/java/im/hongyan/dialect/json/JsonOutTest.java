package im.hongyan.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.log.RawJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonOutTest {
    private static String written(JsonOut out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void escapesWhatMustBeEscaped() {
        assertThat(written(new JsonOut().string("a\"b\\c/\n\r\t\b\f\u0000\u001f\u007f")))
                .isEqualTo("\"a\\\"b\\\\c/\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\u007f\"");
        assertThat(written(new JsonOut().string("\u2028é你\u2029"))).isEqualTo("\"\\u2028é你\\u2029\"");
    }

    @Test
    void saysSurrogatesAsUtf8OrEscaped() {
        assertThat(written(new JsonOut().string("😀"))).isEqualTo("\"😀\"");
        assertThat(written(new JsonOut().string("\ud83d"))).isEqualTo("\"\\ud83d\"");
        assertThat(written(new JsonOut().string("\ude00\ud83d"))).isEqualTo("\"\\ude00\\ud83d\"");
        assertThat(written(new JsonOut().string("a\ud83d", "\ude00b"))).isEqualTo("\"a\\ud83d\\ude00b\"");
    }

    @Test
    void writesEveryLong() {
        long[] numbers = {0, 7, -7, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, 1795187062363L};
        for (long number : numbers) {
            assertThat(written(new JsonOut().number(number))).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void growsAndStartsAnew() {
        JsonOut out = new JsonOut();
        RawJson large = RawJson.of("{\"a\":\"" + "x".repeat(200_000) + "\"}");
        assertThat(written(out.raw(large))).isEqualTo(large.toString());
        assertThat(written(out.clear().bool(true).raw(',').bool(false))).isEqualTo("true,false");
        assertThat(out.length()).isEqualTo(10);
    }
}

package im.hongyan.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
    private static final JsonNames NAMES = new JsonNames(List.of("a", "b", "name", "名"));
    private final JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_FRAME, "x.");

    private JsonFields read(String json) throws JsonException {
        byte[] bytes = ("##" + json + "##").getBytes(StandardCharsets.UTF_8);
        assertThat(fields.read(bytes, 2, bytes.length - 2, 8)).isEqualTo(bytes.length - 2);
        return fields;
    }

    private static void refused(ThrowingCallable call, String field, String sentence) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().code()).isEqualTo(ErrorCode.BAD_FRAME);
            assertThat(e.refusal().field()).isEqualTo(field);
            assertThat(e.refusal().sentence()).isEqualTo(sentence);
        });
    }

    @Test
    void findsFieldsInAnyOrderAmongUnknownOnes() throws Exception {
        read("{ \"zz\":[{\"a\":9}], \"名\":\"ü\", \"b\": true ,\"a\":7}");
        assertThat(fields.integer(0, 0, 9)).isEqualTo(7);
        assertThat(fields.bool(1, false)).isTrue();
        assertThat(fields.has(2)).isFalse();
        assertThat(fields.string(3)).isEqualTo("ü");
    }

    @Test
    void knowsANameHoweverItIsWritten() throws Exception {
        read("{\"n\\u0061me\":\"x\"}");
        assertThat(fields.string(2)).isEqualTo("x");
    }

    @Test
    void nullIsAbsent() throws Exception {
        read("{\"a\":null,\"b\":null}");
        assertThat(fields.integer(0, 0, 9, 5)).isEqualTo(5);
        assertThat(fields.boolOrNull(1)).isNull();
        refused(() -> fields.string(0), "x.a", "`x.a` is required.");
    }

    @Test
    void refusesAFieldGivenTwice() throws Exception {
        read("{\"a\":1,\"\\u0061\":2,\"zz\":1,\"zz\":2}").clear();
        read("{\"zz\":1,\"zz\":2}").checkTwice();
        read("{\"a\":1,\"\\u0061\":2}");
        refused(fields::checkTwice, "x.a", "`x.a` is given twice.");
    }

    @Test
    void refusesWrongTypes() throws Exception {
        read("{\"a\":\"1\",\"b\":1.5,\"name\":[1],\"名\":{\"k\":1}}");
        refused(
                () -> fields.integer(0, 0, 9),
                "x.a",
                "`x.a` must be an integer below 2^53, without fraction or exponent.");
        refused(() -> fields.bool(0, true), "x.a", "`x.a` must be true or false.");
        refused(
                () -> fields.integer(1, 0, 9),
                "x.b",
                "`x.b` must be an integer below 2^53, without fraction or exponent.");
        refused(() -> fields.string(1), "x.b", "`x.b` must be a string.");
        refused(() -> fields.strings(2, 5), "x.name", "`x.name` must be an array of strings.");
        refused(() -> fields.array(0), "x.a", "`x.a` must be an array.");
        refused(() -> fields.object(2), "x.name", "`x.name` must be an object.");
        assertThat(fields.object(3).toString()).isEqualTo("{\"k\":1}");
        assertThat(fields.decimal(1, 0, 2)).isEqualTo(1.5);
        refused(() -> fields.decimal(1, 0, 1), "x.b", "`x.b` must be from 0.0 to 1.0.");
    }

    @Test
    void boundsLists() throws Exception {
        read("{\"a\":[\"1\",\"2\",\"3\"]}");
        assertThat(fields.strings(0, 3)).containsExactly("1", "2", "3");
        assertThatThrownBy(() -> fields.strings(0, 2)).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                        e.refusal().code())
                .isEqualTo(ErrorCode.TOO_MANY));
    }
}

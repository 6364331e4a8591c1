package im.hongyan.http.rest;

import com.code_intelligence.jazzer.junit.FuzzTest;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.json.JsonException;
import java.nio.charset.StandardCharsets;

/// Any bytes at all become a record or a refusal, and any text in an address too. A plain test runs the seeds and
/// what was found before; the module's `pom.xml` says how to search for more.
class BodiesFuzz {
    private static final Bodies BODIES = new Bodies(Limits.DEFAULT);

    private interface Reader {
        Object read(byte[] body) throws RefusedException, JsonException;
    }

    private static void answered(Reader reader, byte[] body) {
        try {
            if (reader.read(body) == null) {
                throw new AssertionError("neither a record nor a refusal");
            }
        } catch (RefusedException e) {
            ErrorReplies.of(e.refusal());
        } catch (JsonException e) {
            if (e.isTooDeep() && body.length < Limits.DEFAULT.jsonDepthMax()) {
                throw new AssertionError("too deep for its length", e);
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void anyBodyIsAnswered(byte[] body) {
        answered(BODIES::issueToken, body);
        answered(BODIES::verifyToken, body);
        answered(BODIES::newUser, body);
        answered(BODIES::profile, body);
        answered(BODIES::newApp, body);
        answered(BODIES::appChange, body);
        answered(BODIES::presence, body);
        answered(BODIES::send, body);
    }

    @FuzzTest(maxDuration = "30s")
    void anyAddressIsAnswered(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        answered(_ -> Template.decode(text), bytes);
        answered(_ -> Query.parse(text).number("limit", 1, 100, 20), bytes);
    }
}

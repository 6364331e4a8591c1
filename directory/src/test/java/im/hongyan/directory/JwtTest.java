package im.hongyan.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens.Claims;
import im.hongyan.core.account.Tokens.Issued;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a JWT may and may not say, whoever signed it.
final class JwtTest {
    private static final long NOW_S = 1_800_000_000L;
    private static final long DAY_S = 86_400;
    private static final AppId DEMO = new AppId("demo");
    private static final AppId OTHER = new AppId("other");
    private static final UserKey ALICE = new UserKey(DEMO, new UserId("alice"));
    private static final int MANGLED_TOKENS = 20_000;

    @TempDir
    Path folder;

    private Directory directory;

    @BeforeEach
    void open() throws Exception {
        directory =
                Directory.open(folder, Clock.fixed(Instant.ofEpochSecond(NOW_S), ZoneOffset.UTC), new SecureRandom());
        directory.apps().create(new App(DEMO, "Demo", true, AppSettings.DEFAULT, 1));
        directory.apps().create(new App(OTHER, "Other", true, AppSettings.DEFAULT, 1));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void aBackEndMaySignWithTheSecretAlone() throws Exception {
        assertThat(directory.tokens().verify(DEMO, signed(claims())))
                .isEqualTo(Outcome.ok(new Claims(ALICE, (NOW_S + DAY_S) * 1_000)));
    }

    @Test
    void theClaimsAreChecked() throws Exception {
        expect(ErrorCode.TOKEN_INVALID, "app", null);
        expect(ErrorCode.TOKEN_INVALID, "app", 7);
        expect(ErrorCode.TOKEN_FOREIGN, "app", "other");
        expect(ErrorCode.TOKEN_FOREIGN, "app", "DEMO");
        expect(ErrorCode.BAD_USER_ID, "sub", null);
        expect(ErrorCode.BAD_USER_ID, "sub", 7);
        expect(ErrorCode.BAD_USER_ID, "sub", "");
        expect(ErrorCode.BAD_USER_ID, "sub", "$system");
        expect(ErrorCode.BAD_USER_ID, "sub", "a\nb");
        expect(ErrorCode.BAD_USER_ID, "sub", "a".repeat(65));
        expect(ErrorCode.TOKEN_INVALID, "exp", null);
        expect(ErrorCode.TOKEN_INVALID, "exp", "tomorrow");
        expect(ErrorCode.TOKEN_INVALID, "exp", -1);
        expect(ErrorCode.TOKEN_INVALID, "exp", 1e300);
        expect(ErrorCode.TOKEN_INVALID, "exp", Long.MAX_VALUE);
        expect(ErrorCode.TOKEN_INVALID, "exp", NOW_S + 91 * DAY_S);
        expect(ErrorCode.TOKEN_EXPIRED, "exp", NOW_S - 60);
        expect(ErrorCode.TOKEN_INVALID, "iat", null);
        expect(ErrorCode.TOKEN_INVALID, "iat", NOW_S - 91 * DAY_S);
        expect(ErrorCode.TOKEN_INVALID, "iat", NOW_S + 61);
        expect(ErrorCode.TOKEN_INVALID, "nbf", NOW_S + 61);
        expect(ErrorCode.TOKEN_INVALID, "nbf", "now");
    }

    @Test
    void clocksMayDifferByAMinute() throws Exception {
        assertValid("exp", NOW_S - 59);
        assertValid("iat", NOW_S + 60);
        assertValid("nbf", NOW_S + 60);
        assertValid("exp", NOW_S + 0.5);
        assertValid("jti", "any");
        assertValid("exp", NOW_S + 90 * DAY_S);
    }

    @Test
    void onlyHs256IsAccepted() throws Exception {
        for (String algorithm : List.of("none", "None", "HS384", "HS512", "RS256", "ES256", "EdDSA", "dir", "")) {
            String[] parts = signed(claims()).split("\\.", -1);
            String header = base64("{\"alg\":\"" + algorithm + "\"}");
            for (String signature : List.of("", parts[2])) {
                assertRefused(ErrorCode.TOKEN_INVALID, header + "." + parts[1] + "." + signature);
            }
        }
        byte[] secret = Arrays.copyOf(secret(DEMO), 64);
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            assertRefused(ErrorCode.TOKEN_INVALID, signed(new JWSHeader(algorithm), claims(), secret));
        }
    }

    @Test
    void anExtensionWeDoNotKnowIsRefused() throws Exception {
        for (String extension :
                List.of("\"crit\":[\"x\"],\"x\":1", "\"crit\":[\"b64\"],\"b64\":false", "\"b64\":false")) {
            String payload = signed(claims()).split("\\.", -1)[1];
            String head = base64("{\"alg\":\"HS256\"," + extension + "}") + "." + payload;
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret(DEMO), "HmacSHA256"));
            String signature = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
            assertRefused(ErrorCode.TOKEN_INVALID, head + "." + signature);
        }
    }

    @Test
    void anotherAppsKeyDoesNotSignForThisOne() throws Exception {
        assertRefused(ErrorCode.TOKEN_INVALID, signed(new JWSHeader(JWSAlgorithm.HS256), claims(), secret(OTHER)));
        var named = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(directory.appKeys().list(OTHER).getFirst().kid())
                .build();
        assertRefused(ErrorCode.TOKEN_INVALID, signed(named, claims(), secret(OTHER)));
        assertRefused(ErrorCode.TOKEN_INVALID, signed(named, claims(), secret(DEMO)));
    }

    @Test
    void aKeyIsReplacedWithoutEndingItsTokens() {
        AppKey first = directory.appKeys().list(DEMO).getFirst();
        String old = issued();
        AppKey second = value(directory.appKeys().add(DEMO));
        String young = issued();
        assertThat(directory.appKeys().list(DEMO)).extracting(AppKey::kid).containsExactly(first.kid(), second.kid());
        assertThat(directory.tokens().verify(DEMO, old)).isInstanceOf(Outcome.Ok.class);
        assertThat(directory.tokens().verify(DEMO, young)).isInstanceOf(Outcome.Ok.class);
        assertThat(directory.appKeys().remove(DEMO, first.kid())).isTrue();
        assertRefused(ErrorCode.TOKEN_INVALID, old);
        assertThat(directory.tokens().verify(DEMO, young)).isInstanceOf(Outcome.Ok.class);
        assertThat(directory.appKeys().remove(DEMO, first.kid())).isFalse();
        assertThat(directory.appKeys().remove(DEMO, second.kid()))
                .as("the last one")
                .isFalse();
    }

    @Test
    void keysAreBoundedAndStayInOrderOverARestart() throws Exception {
        assertThat(directory.appKeys().add(new AppId("nowhere"))).isEqualTo(Outcome.refused(ErrorCode.APP_UNKNOWN));
        for (int i = 1; i < AppKeys.KEYS_PER_APP_MAX; i++) {
            value(directory.appKeys().add(DEMO));
        }
        assertThat(directory.appKeys().add(DEMO)).isEqualTo(Outcome.refused(ErrorCode.TOO_MANY));
        List<String> before =
                directory.appKeys().list(DEMO).stream().map(AppKey::kid).toList();
        directory.close();
        directory = Directory.open(folder, Clock.systemUTC(), new SecureRandom());
        assertThat(directory.appKeys().list(DEMO)).extracting(AppKey::kid).containsExactlyElementsOf(before);
    }

    @Test
    void aSecretIsNotPrinted() {
        AppKey key = directory.appKeys().list(DEMO).getFirst();
        assertThat(key.secret()).hasSize(32);
        assertThat(key).hasToString("AppKey[" + key.kid() + "]");
    }

    @Test
    void mangledTokensAreRefusedAndNeverThrow() throws Exception {
        long seed = new SecureRandom().nextLong();
        var random = new Random(seed);
        String good = signed(claims());
        for (int i = 0; i < MANGLED_TOKENS; i++) {
            String token = mangled(good, random);
            assertThat(directory.tokens().verify(DEMO, token))
                    .as("seed %d, round %d: %s", seed, i, token)
                    .satisfies(outcome -> assertThat(
                                    outcome instanceof Outcome.Ok<Claims>(var claims)
                                            ? claims.user().equals(ALICE)
                                            : outcome instanceof Outcome.Refused)
                            .isTrue());
        }
    }

    @Test
    void nonsenseInHeaderAndClaimsNeverThrows() throws Exception {
        long seed = new SecureRandom().nextLong();
        var random = new Random(seed);
        List<String> bits = List.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"",
                "null",
                "1e999",
                "-",
                "0",
                "\"alg\"",
                "\"HS256\"",
                "\"none\"",
                "\"kid\"",
                "\"crit\"",
                "\"typ\"",
                "\"b64\"",
                "\"jwk\"",
                "\"x5c\"",
                "\"exp\"",
                "\\u0000",
                "\\uD800",
                " ");
        var mac = new MACSigner(secret(DEMO));
        for (int i = 0; i < MANGLED_TOKENS; i++) {
            var header = new StringBuilder(random.nextBoolean() ? "{\"alg\":\"HS256\"," : "");
            var payload = new StringBuilder(random.nextBoolean() ? "{\"app\":\"demo\"," : "");
            for (int n = random.nextInt(12); n > 0; n--) {
                header.append(bits.get(random.nextInt(bits.size())));
                payload.append(bits.get(random.nextInt(bits.size())));
            }
            String head = base64(header.append(random.nextBoolean() ? "}" : "").toString());
            String body = base64(payload.append("}").toString());
            String signature = mac.sign(
                            new JWSHeader(JWSAlgorithm.HS256), (head + "." + body).getBytes(StandardCharsets.US_ASCII))
                    .toString();
            assertThat(directory.tokens().verify(DEMO, head + "." + body + "." + signature))
                    .as("seed %d, round %d: %s %s", seed, i, header, payload)
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    private static String mangled(String good, Random random) {
        var token = new StringBuilder(good);
        for (int n = random.nextInt(4); n >= 0 && !token.isEmpty(); n--) {
            int at = random.nextInt(token.length());
            switch (random.nextInt(6)) {
                case 0 -> token.deleteCharAt(at);
                case 1 -> token.insert(at, (char) random.nextInt(0x10000));
                case 2 -> token.setCharAt(at, (char) (32 + random.nextInt(96)));
                case 3 -> token.insert(at, '.');
                case 4 -> token.setLength(at + 1);
                case 5 -> token.append(token, at, token.length());
                default -> throw new AssertionError();
            }
        }
        return token.toString();
    }

    private void expect(ErrorCode code, String claim, Object value) throws Exception {
        assertRefused(code, signed(with(claim, value)));
    }

    private void assertRefused(ErrorCode code, String token) {
        assertThat(directory.tokens().verify(DEMO, token))
                .as(token)
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                                ((Outcome.Refused<?>) refused).refusal().code())
                        .isEqualTo(code));
    }

    private void assertValid(String claim, Object value) throws Exception {
        assertThat(directory.tokens().verify(DEMO, signed(with(claim, value))))
                .as("%s = %s", claim, value)
                .isInstanceOf(Outcome.Ok.class);
    }

    private static Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        return claims;
    }

    private static Map<String, Object> claims() {
        return new HashMap<>(Map.of("app", "demo", "sub", "alice", "iat", NOW_S, "exp", NOW_S + DAY_S));
    }

    private String signed(Map<String, Object> claims) throws Exception {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims, secret(DEMO));
    }

    private static String signed(JWSHeader header, Map<String, Object> claims, byte[] secret) throws Exception {
        var token = new JWSObject(header, new Payload(claims));
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private byte[] secret(AppId app) {
        return directory.appKeys().list(app).getLast().secret();
    }

    private String issued() {
        Issued issued = value(directory.tokens().issue(ALICE, 60_000));
        return issued.token();
    }

    private static <T> T value(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Ok<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

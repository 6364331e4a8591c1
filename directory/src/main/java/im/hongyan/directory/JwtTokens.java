package im.hongyan.directory;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.directory.Tenants.Tenant;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tokens as JWTs signed with HS256 by a key of their app (`docs/wire/native.md`, section 7). The header's `kid`
/// says which; a token without one is tried with each of the app's keys, so a back-end needs to know a secret only.
public final class JwtTokens implements Tokens {
    /// Clocks of different machines may differ by this much.
    public static final long SKEW_MS = 60_000;

    public static final long LIFETIME_MIN_MS = 1_000;
    public static final long LIFETIME_MAX_MS = 90L * 24 * 60 * 60 * 1_000;

    /// Longest token that is looked at.
    public static final int TOKEN_CHARS_MAX = 2_048;

    private static final String APP = "app";
    private static final String SUBJECT = "sub";
    private static final String ISSUED_AT = "iat";
    private static final String NOT_BEFORE = "nbf";
    private static final String EXPIRES = "exp";

    /// Seconds beyond this (far in the future) are nonsense, and their milliseconds would not fit.
    private static final double SECONDS_MAX = 1e12;

    private final Tenants tenants;
    private final Predicate<String> adminKey;
    private final Clock clock;

    JwtTokens(Tenants tenants, Predicate<String> adminKey, Clock clock) {
        this.tenants = tenants;
        this.adminKey = adminKey;
        this.clock = clock;
    }

    @Override
    public Outcome<Claims> verify(AppId app, String token) {
        Tenant tenant = tenants.get(app);
        if (tenant == null) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        if (!tenant.app().enabled()) {
            return Outcome.refused(ErrorCode.APP_DISABLED);
        }
        if (token.isEmpty()) {
            return Outcome.refused(ErrorCode.TOKEN_MISSING);
        }
        Optional<Parsed> parsed = parse(token);
        if (parsed.isEmpty() || !(parsed.get().claims().get(APP) instanceof String named)) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        if (!named.equals(app.value())) {
            return Outcome.refused(ErrorCode.TOKEN_FOREIGN);
        }
        return isSigned(tenant, parsed.get().token())
                ? check(app, parsed.get().claims())
                : Outcome.refused(ErrorCode.TOKEN_INVALID);
    }

    @Override
    public Optional<AppId> appOf(String token) {
        return parse(token).map(parsed -> parsed.claims().get(APP)).flatMap(JwtTokens::appId);
    }

    private static Optional<AppId> appId(Object claim) {
        return claim instanceof String id && AppId.isValid(id) ? Optional.of(new AppId(id)) : Optional.empty();
    }

    /// What a token says; nothing of it is proven yet.
    private record Parsed(JWSObject token, Map<String, Object> claims) {}

    /// Only HS256 (never `none`, nor what the token's own header would rather have), and no extension we do not
    /// know.
    private static Optional<Parsed> parse(String token) {
        if (token.length() > TOKEN_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            JWSObject parsed = JWSObject.parse(token);
            JWSHeader header = parsed.getHeader();
            boolean known = JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    && header.getCriticalParams() == null
                    && header.isBase64URLEncodePayload();
            Map<String, Object> claims = parsed.getPayload().toJSONObject();
            return known && claims != null ? Optional.of(new Parsed(parsed, claims)) : Optional.empty();
        } catch (ParseException | RuntimeException _) {
            // The parser means ParseException, but a stranger's bytes also lead it into other exceptions (a header
            // that is the JSON word null, for one). Whatever it chokes on is no token.
            return Optional.empty();
        }
    }

    private static boolean isSigned(Tenant tenant, JWSObject token) {
        String kid = token.getHeader().getKeyID();
        for (SigningKey key : tenant.keys()) {
            if ((kid == null || kid.equals(key.kid())) && isSigned(key, token)) {
                return true;
            }
        }
        return false;
    }

    /// The comparison takes the same time wherever the signatures differ.
    private static boolean isSigned(SigningKey key, JWSObject token) {
        try {
            return token.verify(key.verifier());
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 failed", e);
        }
    }

    private Outcome<Claims> check(AppId app, Map<String, Object> claims) {
        long issuedAt = milliseconds(claims.get(ISSUED_AT));
        long expiresAt = milliseconds(claims.get(EXPIRES));
        long notBefore = claims.containsKey(NOT_BEFORE) ? milliseconds(claims.get(NOT_BEFORE)) : 0;
        long now = clock.millis();
        if (issuedAt < 0 || expiresAt < 0 || notBefore < 0) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        if (issuedAt > now + SKEW_MS || notBefore > now + SKEW_MS) {
            return Outcome.refused(Refusal.detail(ErrorCode.TOKEN_INVALID, "The token is not valid yet."));
        }
        if (expiresAt - issuedAt > LIFETIME_MAX_MS + SKEW_MS) {
            return Outcome.refused(
                    Refusal.detail(ErrorCode.TOKEN_INVALID, "The token lives longer than the 90 days allowed."));
        }
        if (expiresAt + SKEW_MS <= now) {
            return Outcome.refused(ErrorCode.TOKEN_EXPIRED);
        }
        if (!(claims.get(SUBJECT) instanceof String subject) || !Text.isId(subject, UserId.BYTES_MAX)) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        var user = new UserId(subject);
        if (user.isReserved()) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        return Outcome.ok(new Claims(new UserKey(app, user), expiresAt));
    }

    /// A claim in seconds as milliseconds; -1 = absent or nonsense.
    private static long milliseconds(@Nullable Object claim) {
        if (!(claim instanceof Number seconds)) {
            return -1;
        }
        double value = seconds.doubleValue();
        return value >= 0 && value <= SECONDS_MAX ? (long) (value * 1_000) : -1;
    }

    @Override
    public Outcome<Issued> issue(UserKey user, long lifetimeMs) {
        Tenant tenant = tenants.get(user.app());
        if (tenant == null) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        if (!tenant.app().enabled()) {
            return Outcome.refused(ErrorCode.APP_DISABLED);
        }
        if (user.user().isReserved()) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        if (lifetimeMs < LIFETIME_MIN_MS || lifetimeMs > LIFETIME_MAX_MS) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.BAD_FRAME, "lifetime", "A token lives from one second to 90 days (7,776,000 s)."));
        }
        return Outcome.ok(sign(tenant.newest(), user, lifetimeMs));
    }

    private Issued sign(SigningKey key, UserKey user, long lifetimeMs) {
        long now = clock.millis();
        // Whole seconds, rounded up: no token ends before what was promised.
        long expires = Math.ceilDiv(now + lifetimeMs, 1_000);
        var claims = new LinkedHashMap<String, Object>();
        claims.put(APP, user.app().value());
        claims.put(SUBJECT, user.user().value());
        claims.put(ISSUED_AT, now / 1_000);
        claims.put(EXPIRES, expires);
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.kid()).build();
        var token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 failed", e);
        }
        return new Issued(token.serialize(), expires * 1_000);
    }

    @Override
    public boolean isAdmin(String credential) {
        return adminKey.test(credential);
    }
}

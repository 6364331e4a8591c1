package im.hongyan.testkit.account;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/// Tokens in memory: random words, and a list of what each one stands for.
public final class InMemoryTokens implements Tokens {
    private static final long SKEW_MS = 60_000;
    private static final long LIFETIME_MIN_MS = 1_000;
    private static final long LIFETIME_MAX_MS = 90L * 24 * 60 * 60 * 1_000;

    private final Apps apps;
    private final Clock clock;
    private final RandomGenerator random;
    private final String adminKey;
    private final ConcurrentMap<String, Claims> issued = new ConcurrentHashMap<>();

    /// @param adminKey the credential that [#isAdmin] accepts
    public InMemoryTokens(Apps apps, Clock clock, RandomGenerator random, String adminKey) {
        this.apps = apps;
        this.clock = clock;
        this.random = random;
        this.adminKey = adminKey;
    }

    @Override
    public Outcome<Claims> verify(AppId app, String token) {
        Optional<ErrorCode> refused = refused(app);
        if (refused.isPresent()) {
            return Outcome.refused(refused.get());
        }
        if (token.isEmpty()) {
            return Outcome.refused(ErrorCode.TOKEN_MISSING);
        }
        Claims claims = issued.get(token);
        if (claims == null) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        if (!claims.user().app().equals(app)) {
            return Outcome.refused(ErrorCode.TOKEN_FOREIGN);
        }
        boolean over = claims.expiresAtMs() + SKEW_MS <= clock.millis();
        return over ? Outcome.refused(ErrorCode.TOKEN_EXPIRED) : Outcome.ok(claims);
    }

    @Override
    public Optional<AppId> appOf(String token) {
        return Optional.ofNullable(issued.get(token))
                .map(claims -> claims.user().app());
    }

    @Override
    public Outcome<Issued> issue(UserKey user, long lifetimeMs) {
        Optional<ErrorCode> refused = refused(user.app());
        if (refused.isPresent()) {
            return Outcome.refused(refused.get());
        }
        if (user.user().isReserved()) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        if (lifetimeMs < LIFETIME_MIN_MS || lifetimeMs > LIFETIME_MAX_MS) {
            return Outcome.refused(Refusal.field(ErrorCode.BAD_FRAME, "lifetime", "not a lifetime"));
        }
        byte[] word = new byte[16];
        random.nextBytes(word);
        String token = HexFormat.of().formatHex(word);
        long expiresAtMs = Math.ceilDiv(clock.millis() + lifetimeMs, 1_000) * 1_000;
        issued.put(token, new Claims(user, expiresAtMs));
        return Outcome.ok(new Issued(token, expiresAtMs));
    }

    private Optional<ErrorCode> refused(AppId id) {
        Optional<App> app = apps.find(id);
        if (app.isEmpty()) {
            return Optional.of(ErrorCode.APP_UNKNOWN);
        }
        return app.get().enabled() ? Optional.empty() : Optional.of(ErrorCode.APP_DISABLED);
    }

    @Override
    public boolean isAdmin(String credential) {
        return adminKey.equals(credential);
    }
}

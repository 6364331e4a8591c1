package im.hongyan.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Tokens.Claims;
import im.hongyan.core.account.Tokens.Issued;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every adapter of [Tokens] keeps.
public abstract class TokensContract {
    private static final long DAY_MS = 86_400_000;
    private static final long SKEW_MS = 60_000;
    private static final AppId DEMO = new AppId("demo");
    private static final AppId OTHER = new AppId("other");
    private static final UserKey ALICE = new UserKey(DEMO, new UserId("alice"));

    private final HandClock clock = new HandClock(1_800_000_000_123L);
    private AccountStore accounts;
    private Tokens tokens;

    /// Makes the adapter, empty.
    protected abstract AccountStore open(Clock clock) throws Exception;

    @BeforeEach
    void openAccounts() throws Exception {
        accounts = open(clock);
        tokens = accounts.tokens();
        accounts.apps().create(app(DEMO, true));
        accounts.apps().create(app(OTHER, true));
    }

    @AfterEach
    void closeAccounts() {
        accounts.close();
    }

    @Test
    void aTokenTellsItsApp() {
        assertThat(tokens.appOf(issued(ALICE, DAY_MS).token())).contains(DEMO);
        for (String none : List.of("", "x", "a.b.c", "..", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")) {
            assertThat(tokens.appOf(none)).as(none).isEmpty();
        }
    }

    @Test
    void whatWasIssuedIsValid() {
        for (String id : List.of("alice", "a\"b'c\\", "用户", "\uD83D\uDC27".repeat(16), "a".repeat(64))) {
            var user = new UserKey(DEMO, new UserId(id));
            Issued issued = issued(user, DAY_MS);
            assertThat(tokens.verify(DEMO, issued.token()))
                    .isEqualTo(Outcome.ok(new Claims(user, issued.expiresAtMs())));
        }
    }

    @Test
    void itEndsWhenPromisedGiveOrTakeASecond() {
        Issued issued = issued(ALICE, 1_000);
        assertThat(issued.expiresAtMs()).isBetween(clock.millis() + 1_000, clock.millis() + 2_000);
        clock.forward(issued.expiresAtMs() + SKEW_MS - clock.millis() - 1);
        assertThat(tokens.verify(DEMO, issued.token())).isInstanceOf(Outcome.Ok.class);
        clock.forward(1);
        assertThat(code(tokens.verify(DEMO, issued.token()))).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aLifetimeIsBounded() {
        for (long bad : new long[] {Long.MIN_VALUE, -1, 0, 999, 90 * DAY_MS + 1, Long.MAX_VALUE}) {
            assertThat(code(tokens.issue(ALICE, bad))).as("lifetime %d", bad).isEqualTo(ErrorCode.BAD_FRAME);
        }
        for (long good : new long[] {1_000, 90 * DAY_MS}) {
            assertThat(tokens.verify(DEMO, issued(ALICE, good).token())).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void anothersTokenIsForeign() {
        assertThat(code(tokens.verify(OTHER, issued(ALICE, DAY_MS).token()))).isEqualTo(ErrorCode.TOKEN_FOREIGN);
    }

    @Test
    void anAppMustBeThereAndEnabled() {
        String token = issued(ALICE, DAY_MS).token();
        var nowhere = new AppId("nowhere");
        assertThat(code(tokens.verify(nowhere, token))).isEqualTo(ErrorCode.APP_UNKNOWN);
        assertThat(code(tokens.issue(new UserKey(nowhere, new UserId("alice")), DAY_MS)))
                .isEqualTo(ErrorCode.APP_UNKNOWN);
        accounts.apps().update(app(DEMO, false));
        assertThat(code(tokens.verify(DEMO, token))).isEqualTo(ErrorCode.APP_DISABLED);
        assertThat(code(tokens.issue(ALICE, DAY_MS))).isEqualTo(ErrorCode.APP_DISABLED);
        accounts.apps().update(app(DEMO, true));
        assertThat(tokens.verify(DEMO, token)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void theServersOwnUsersCannotHaveOne() {
        assertThat(code(tokens.issue(new UserKey(DEMO, UserId.SYSTEM), DAY_MS))).isEqualTo(ErrorCode.BAD_USER_ID);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertThat(code(tokens.verify(DEMO, ""))).isEqualTo(ErrorCode.TOKEN_MISSING);
        for (String bad : List.of(" ", ".", "..", "a.b.c", "\u0000", "鸿雁", "null", "{}", "x".repeat(1_000_000))) {
            assertThat(code(tokens.verify(DEMO, bad))).isEqualTo(ErrorCode.TOKEN_INVALID);
        }
    }

    @Test
    void aChangedTokenIsRefused() {
        String token = issued(ALICE, DAY_MS).token();
        for (int i = 0; i < token.length(); i++) {
            String without = token.substring(0, i) + token.substring(i + 1);
            assertThat(tokens.verify(DEMO, without))
                    .as("without character %d", i)
                    .isInstanceOf(Outcome.Refused.class);
        }
        assertThat(tokens.verify(DEMO, token + "A")).isInstanceOf(Outcome.Refused.class);
        assertThat(tokens.verify(DEMO, token)).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void onlyTheAdminKeyIsTheAdminKey() {
        String key = accounts.adminKey();
        assertThat(tokens.isAdmin(key)).isTrue();
        String user = issued(ALICE, DAY_MS).token();
        for (String bad : List.of("", key + "x", key.substring(1), key.toUpperCase(Locale.ROOT) + "!", user)) {
            assertThat(tokens.isAdmin(bad)).isFalse();
        }
    }

    private Issued issued(UserKey user, long lifetimeMs) {
        Outcome<Issued> outcome = tokens.issue(user, lifetimeMs);
        return switch (outcome) {
            case Outcome.Ok<Issued>(var issued) -> issued;
            case Outcome.Refused<Issued>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static ErrorCode code(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(var refusal)) {
            return refusal.code();
        }
        throw new AssertionError("not refused");
    }

    private static App app(AppId id, boolean enabled) {
        return new App(id, id.value(), enabled, AppSettings.DEFAULT, 1);
    }
}

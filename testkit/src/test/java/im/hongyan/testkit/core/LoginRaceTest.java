package im.hongyan.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.account.Users;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Sessions;
import im.hongyan.testkit.account.InMemoryAccounts;
import im.hongyan.testkit.log.MemoryMessageLog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LoginRaceTest {
    private static final UserKey ALICE = new UserKey(new AppId("demo"), new UserId("alice"));

    private final MemoryWorld world = new MemoryWorld();
    private final InMemoryAccounts accounts = world.accounts();
    private final Sessions sessions = new Sessions(Limits.DEFAULT, () -> "secret");

    @Test
    void aLoginThatRacesADisablingDoesNotSlipThrough() {
        accounts.users().create(new User(ALICE, "", "", Map.of(), true, 0));
        Outcome<Logins.Entered> outcome = login(found -> {
            // Right after the login has looked, an administrator disables the user.
            accounts.users().update(new User(ALICE, "", "", Map.of(), false, 0));
            return found;
        });
        assertThat(code(outcome)).isEqualTo(ErrorCode.USER_DISABLED);
        assertThat(sessions.of(ALICE)).isEmpty();
        world.close();
    }

    @Test
    void aDirectoryThatDoesNotAnswerIsSaidSo() {
        Outcome<Logins.Entered> outcome = login(_ -> {
            throw new AccountsUnavailableException(false, "gone", new IllegalStateException());
        });
        assertThat(code(outcome)).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        world.close();
    }

    /// @param firstLook what becomes of the first answer to "who is it"
    private Outcome<Logins.Entered> login(UnaryOperator<Optional<User>> firstLook) {
        Users users = new Users() {
            private boolean looked;

            @Override
            public Optional<User> find(UserKey key) {
                Optional<User> found = accounts.users().find(key);
                boolean first = !looked;
                looked = true;
                return first ? firstLook.apply(found) : found;
            }

            @Override
            public User create(User user) {
                return accounts.users().create(user);
            }

            @Override
            public boolean update(User user) {
                return accounts.users().update(user);
            }

            @Override
            public boolean delete(UserKey key) {
                return accounts.users().delete(key);
            }

            @Override
            public List<User> list(AppId app, String after, int limit) {
                return accounts.users().list(app, after, limit);
            }
        };
        Accounts admission = new Accounts(accounts.apps(), users, accounts.tokens(), Clock.systemUTC());
        Logins logins =
                new Logins(admission, sessions, new MemoryMessageLog(), Clock.systemUTC(), Runnable::run, _ -> {});
        String token = MemoryWorld.value(accounts.tokens().issue(ALICE, 60_000)).token();
        CompletableFuture<Outcome<Logins.Entered>> reply = new CompletableFuture<>();
        logins.login(
                new Logins.Login(ALICE.app(), token, new DeviceId("d"), Platform.OTHER, "test", new RecordingLink()),
                reply::complete);
        return reply.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }
}

package im.hongyan.core.session;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.log.MessageLog;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Coming in: with a credential, or by taking up a session that lost its connection.
public final class Logins {
    private final Accounts accounts;
    private final Sessions sessions;
    private final MessageLog log;
    private final Clock clock;
    private final Executor storage;
    private final Consumer<UserKey> seating;

    /// @param storage runs the checks that read the directory
    /// @param seating what must be in memory of a user who is connected is read here; may block
    public Logins(
            Accounts accounts,
            Sessions sessions,
            MessageLog log,
            Clock clock,
            Executor storage,
            Consumer<UserKey> seating) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
        this.storage = storage;
        this.seating = seating;
    }

    /// Someone who wants to come in.
    public record Login(
            AppId app, String token, DeviceId device, Platform platform, String dialect, SessionLink link) {}

    /// Someone whose proof the dialect has had checked: by a plug-in, or because it knows the token already.
    ///
    /// @param claims who it is, and until when
    public record Vouched(Tokens.Claims claims, DeviceId device, Platform platform, String dialect, SessionLink link) {}

    /// A session that is open now.
    ///
    /// @param cursor everything in the log after this position is pushed to the session; what is before is found by
    ///     synchronising
    public record Entered(Session session, long cursor) {}

    /// Logs in. The reply comes on the connection's thread; pushes may arrive before it (they are after the cursor,
    /// or were just before it).
    public void login(Login login, Consumer<Outcome<Entered>> reply) {
        login(
                () -> accounts.admit(login.app(), login.token()),
                login.device(),
                login.platform(),
                login.dialect(),
                login.link(),
                reply);
    }

    /// The same without a token.
    public void login(Vouched vouched, Consumer<Outcome<Entered>> reply) {
        login(
                () -> accounts.admit(vouched.claims()),
                vouched.device(),
                vouched.platform(),
                vouched.dialect(),
                vouched.link(),
                reply);
    }

    private void login(
            Supplier<Outcome<Accounts.Admission>> proof,
            DeviceId device,
            Platform platform,
            String dialect,
            SessionLink link,
            Consumer<Outcome<Entered>> reply) {
        try {
            storage.execute(() -> {
                Outcome<Entered> outcome = Outcome.refused(ErrorCode.INTERNAL);
                try {
                    outcome = enter(proof.get(), device, platform, dialect, link);
                } catch (AccountsUnavailableException down) {
                    outcome = Outcome.refused(down.refusal());
                } finally {
                    answer(link, outcome, reply);
                }
            });
        } catch (RejectedExecutionException full) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
    }

    private Outcome<Entered> enter(
            Outcome<Accounts.Admission> proof, DeviceId device, Platform platform, String dialect, SessionLink link) {
        return switch (proof) {
            case Outcome.Refused<Accounts.Admission>(var refusal) -> Outcome.refused(refusal);
            case Outcome.Ok<Accounts.Admission>(var admission) -> {
                // Before the session can be reached, so that it hears of its groups from its first moment.
                seating.accept(admission.user().key());
                Sessions.Opening opening = new Sessions.Opening(
                        admission.user().key(), device, platform, dialect, link, admission.expiresAtMs());
                var settings = admission.app().settings();
                yield switch (sessions.open(opening, settings, clock.millis())) {
                    case Outcome.Refused<Session>(var refusal) -> Outcome.refused(refusal);
                    case Outcome.Ok<Session>(var session) -> stillWelcome(session);
                };
            }
        };
    }

    /// Looks again, now that whoever disables the user or the app sees the session: of a login and a disabling at
    /// the same time, one notices the other.
    private Outcome<Entered> stillWelcome(Session session) {
        Refusal refusal = accounts.checkUser(session.user());
        if (refusal == null) {
            return Outcome.ok(new Entered(session, log.position()));
        }
        sessions.close(session);
        return Outcome.refused(refusal);
    }

    /// Takes up a session. Reads memory only, so it answers at once, on the caller's thread.
    public Outcome<Entered> resume(AppId app, String secret, SessionLink link) {
        return sessions.resume(app, secret, link, clock.millis()).map(session -> new Entered(session, log.position()));
    }

    private static void answer(SessionLink link, Outcome<Entered> outcome, Consumer<Outcome<Entered>> reply) {
        link.run(() -> reply.accept(outcome));
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.Core;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.Connection;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What stands between a login packet and a session of the core: the plug-ins' word or a token, then the rule of
/// the first login's time, then the core.
final class Entrance {
    /// All sessions of a user are on one device, as it were: the core then lets only one of them live.
    private static final DeviceId DEVICE = new DeviceId(MobileImDialect.NAME);

    private final MobileImDialect dialect;
    private final Core core;
    private final Connection connection;

    Entrance(MobileImDialect dialect, Connection connection) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.connection = connection;
    }

    /// Somebody who wants to come in.
    record Login(UserId user, MobileImCodec.LoginInfo info) {}

    /// What became of it.
    sealed interface Answer {
        /// @param code the login's answer to the client
        record Refused(int code) implements Answer {}

        /// An older client of the same user than the one that is in: it is welcomed and put out, as the original
        /// does.
        record Stale() implements Answer {}

        record Welcome(Session session) implements Answer {}
    }

    /// Answers on the connection's thread.
    ///
    /// @param wanted whether anybody still waits when the plug-ins have spoken; if not, there is no answer, and
    ///     nobody is put out for a client that is gone
    void ask(Login login, BooleanSupplier wanted, Consumer<Answer> answer) {
        Plugins plugins = dialect.plugins();
        if (plugins.isEmpty()) {
            verified(login, MobileImPlugin.NOT_MINE, answer);
        } else {
            plugins.lane(1).always(() -> {
                int word = plugins.verify(login.info());
                connection.run(() -> {
                    if (wanted.getAsBoolean()) {
                        verified(login, word, answer);
                    }
                });
            });
        }
    }

    private void verified(Login login, int word, Consumer<Answer> answer) {
        UserKey key = new UserKey(dialect.settings().app(), login.user());
        if (word != 0 && word != MobileImPlugin.NOT_MINE) {
            answer.accept(new Answer.Refused(word));
            return;
        }
        if (word == 0 || dialect.settings().openHouse()) {
            enter(login, new Tokens.Claims(key, 0), answer);
            return;
        }
        switch (core.tokens().verify(key.app(), login.info().token())) {
            case Outcome.Refused<Tokens.Claims>(var refusal) -> answer.accept(refused(refusal.code()));
            case Outcome.Ok<Tokens.Claims>(var claims) -> {
                if (claims.user().equals(key)) {
                    enter(login, claims, answer);
                } else {
                    answer.accept(refused(ErrorCode.TOKEN_FOREIGN));
                }
            }
        }
    }

    private void enter(Login login, Tokens.Claims claims, Consumer<Answer> answer) {
        if (dialect.table().meet(login.user(), login.info().firstLoginTime()) == Online.Meeting.STALE) {
            answer.accept(new Answer.Stale());
            return;
        }
        core.logins()
                .login(
                        new Logins.Vouched(claims, DEVICE, Platform.OTHER, MobileImDialect.NAME, connection),
                        outcome -> answer.accept(
                                switch (outcome) {
                                    case Outcome.Refused<Logins.Entered>(var refusal) -> refused(refusal.code());
                                    case Outcome.Ok<Logins.Entered>(var opened) -> new Answer.Welcome(opened.session());
                                }));
    }

    static Answer.Refused refused(ErrorCode code) {
        return new Answer.Refused(MobileImErrors.login(code));
    }
}

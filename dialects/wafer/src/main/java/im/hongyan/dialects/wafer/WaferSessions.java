package im.hongyan.dialects.wafer;

import im.hongyan.core.Core;
import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.dialects.wafer.business.LoginService;
import im.hongyan.dialects.wafer.business.ReturnCode;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The session service. A WeChat user is the Hongyan user whose id is the openid; sessions are kept in the
/// directory, by the hashes of their keys.
final class WaferSessions implements LoginService {
    private static final int ID_BYTES = 16;
    private static final int SKEY_BYTES = 24;
    private static final int SKEY_CHARS_MAX = 128;
    /// The name that WeChat itself shows of users who tell none.
    private static final String NAMELESS = "微信用户";

    private final Core core;
    private final WaferSettings settings;
    private final WeChat wechat;
    private final SessionStore store;
    private final SecureRandom random;

    WaferSessions(Core core, WaferSettings settings, WeChat wechat, SessionStore store, SecureRandom random) {
        this.core = core;
        this.settings = settings;
        this.wechat = wechat;
        this.store = store;
        this.random = random;
    }

    /// What is known of who shows a valid session.
    record Bearer(UserKey user, String id, UserInfo info, SessionStore.Row row) {}

    // --- login

    @Override
    public Login login(String code, @Nullable String encryptedData, @Nullable String iv) {
        return switch (wechat.exchange(code)) {
            case WeChat.Answer.Refused(int number, String text) ->
                new Login.Failed(
                        ReturnCode.CODE_REFUSED.number(), ReturnCode.CODE_REFUSED.word() + " " + number + " " + text);
            case WeChat.Answer.Unreachable(String why) -> failed(ReturnCode.WECHAT_UNREACHABLE, why);
            case WeChat.Answer.Unusable(String why) -> failed(ReturnCode.WECHAT_UNUSABLE, why);
            case WeChat.Answer.NotConfigured() ->
                failed(ReturnCode.NO_APPID, "no mini-program is configured on this server");
            case WeChat.Answer.Known(String openid, String sessionKey) -> known(openid, sessionKey, encryptedData, iv);
        };
    }

    private Login known(String openid, String sessionKey, @Nullable String encryptedData, @Nullable String iv) {
        if (!Text.isId(openid, UserId.BYTES_MAX)) {
            return failed(ReturnCode.WECHAT_UNUSABLE, "the openid cannot be a user's id");
        }
        UserInfo info = UserInfo.of(openid);
        if (encryptedData != null) {
            Optional<UserInfo> profile =
                    wechat.decrypt(sessionKey, encryptedData, iv).flatMap(json -> UserInfo.read(json, openid));
            if (profile.isEmpty()) {
                return failed(ReturnCode.DECRYPT_FAIL, "the encrypted data is not this mini-program's and session's");
            }
            info = profile.get();
        }
        UserInfo told = info;
        try {
            return onStorage(() -> enter(told, sessionKey));
        } catch (AccountsUnavailableException | RejectedExecutionException e) {
            return failed(ReturnCode.INTERNAL, "the server cannot store a session now");
        }
    }

    /// On a storage thread.
    private Login enter(UserInfo told, String sessionKey) {
        UserKey key = new UserKey(settings.app(), new UserId(told.openId()));
        return switch (core.accounts().admit(new Tokens.Claims(key, 0))) {
            case Outcome.Refused<Accounts.Admission>(Refusal refusal) ->
                failed(WaferErrors.login(refusal), refusal.sentence());
            case Outcome.Ok<Accounts.Admission>(var admission) -> {
                UserInfo info = named(told, admission.user());
                String skey = random(SKEY_BYTES);
                long now = core.clock().millis();
                long lifeMs = Math.min(settings.sessionMs(), settings.sessionIdleMs());
                SessionStore.Row row = new SessionStore.Row(
                        key,
                        SealedKey.hash(skey),
                        info.json(),
                        SealedKey.seal(sessionKey, skey, random),
                        now,
                        now,
                        now + lifeMs);
                boolean others = store.add(row, settings.sessionsPerUserMax());
                yield new Login.In(id(key), skey, info, settings.sessionMs() / 1_000, !others);
            }
        };
    }

    /// The profile is decoration: it gives a name to who has none here, and takes one from who has.
    private UserInfo named(UserInfo told, User user) {
        boolean tells = !told.nickName().isEmpty() && !told.nickName().equals(NAMELESS);
        if (tells && user.name().isEmpty()) {
            // Too long a name is refused and left out.
            core.accounts().change(user.key(), new ProfileChange(told.nickName(), told.avatarUrl(), null, null));
        }
        if (tells) {
            return told;
        }
        return told.named(user.name().isEmpty() ? NAMELESS : user.name());
    }

    private static Login failed(ReturnCode code, String why) {
        return new Login.Failed(code.number(), code.word() + " " + why);
    }

    /// The same for a user for life, and made of nothing that is kept.
    private static String id(UserKey user) {
        byte[] digest = SealedKey.sha256(
                "wafer id " + user.app().value() + " " + user.user().value());
        return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    }

    private String random(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    // --- check

    @Override
    public Check check(@Nullable String id, String skey) {
        return switch (bearer(id, skey)) {
            case Outcome.Refused<Bearer>(Refusal refusal) -> refused(refusal);
            case Outcome.Ok<Bearer>(var bearer) -> new Check.Valid(bearer.id(), bearer.info());
        };
    }

    /// How a refused check is told.
    static Check.Failed refused(Refusal refusal) {
        ReturnCode code =
                switch (refusal.code()) {
                    case TOKEN_EXPIRED -> ReturnCode.SKEY_EXPIRED;
                    case TOKEN_INVALID -> ReturnCode.AUTH_FAIL;
                    default -> WaferErrors.check(refusal);
                };
        return new Check.Failed(code.number(), code.word() + " " + refusal.sentence());
    }

    /// Who shows this key: a valid session of a user who may be here, or why not.
    Outcome<Bearer> bearer(@Nullable String id, String skey) {
        if (skey.length() > SKEY_CHARS_MAX) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        try {
            return onStorage(() -> look(id, skey));
        } catch (AccountsUnavailableException down) {
            return Outcome.refused(down.refusal());
        } catch (RejectedExecutionException full) {
            return Outcome.refused(ErrorCode.BUSY);
        }
    }

    /// On a storage thread.
    private Outcome<Bearer> look(@Nullable String id, String skey) {
        Optional<SessionStore.Row> found = store.find(SealedKey.hash(skey));
        if (found.isEmpty()) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        SessionStore.Row row = found.get();
        String own = id(row.user());
        if (id != null
                && !MessageDigest.isEqual(own.getBytes(StandardCharsets.UTF_8), id.getBytes(StandardCharsets.UTF_8))) {
            return Outcome.refused(ErrorCode.TOKEN_INVALID);
        }
        long now = core.clock().millis();
        if (now >= row.expiresAtMs()) {
            return Outcome.refused(ErrorCode.TOKEN_EXPIRED);
        }
        Refusal unwelcome = core.accounts().checkUser(row.user());
        if (unwelcome != null) {
            return Outcome.refused(unwelcome);
        }
        if (now - row.usedAtMs() >= settings.sessionRenewMs()) {
            row = renewed(row, now);
            store.renew(row);
        }
        UserInfo info = UserInfo.read(row.about(), row.user().user().value())
                .orElseGet(() -> UserInfo.of(found.get().user().user().value()));
        return Outcome.ok(new Bearer(row.user(), own, info, row));
    }

    private SessionStore.Row renewed(SessionStore.Row row, long now) {
        long endsAtMs = Math.min(row.createdAtMs() + settings.sessionMs(), now + settings.sessionIdleMs());
        return new SessionStore.Row(
                row.user(), row.hash(), row.about(), row.sealed(), row.createdAtMs(), now, endsAtMs);
    }

    /// Decrypts what WeChat has encrypted for this session; empty if it is not genuine.
    Optional<String> decrypt(Bearer bearer, String skey, String encryptedData, @Nullable String iv) {
        return SealedKey.open(bearer.row().sealed(), skey).flatMap(key -> wechat.decrypt(key, encryptedData, iv));
    }

    /// Runs native code away from virtual threads, whose carriers it would pin.
    private <T> T onStorage(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        core.storage().execute(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AccountsUnavailableException down) {
                throw down;
            }
            throw e;
        }
    }
}

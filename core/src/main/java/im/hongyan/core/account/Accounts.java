package im.hongyan.core.account;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who may come in, and who exists. Methods block on the directory unless they say otherwise.
public final class Accounts {
    /// Users remembered as existing; beyond it all are forgotten and learnt anew.
    private static final int KNOWN_MAX = 1_000_000;

    private final Apps apps;
    private final Users users;
    private final Tokens tokens;
    private final Clock clock;
    private final Set<UserKey> known = ConcurrentHashMap.newKeySet();

    public Accounts(Apps apps, Users users, Tokens tokens, Clock clock) {
        this.apps = apps;
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// A user who has shown a valid credential.
    ///
    /// @param expiresAtMs when the credential ends, epoch milliseconds; 0 = never
    public record Admission(User user, App app, long expiresAtMs) {}

    /// Checks app, token and user; creates a user that is not known if the app wants it so.
    public Outcome<Admission> admit(AppId appId, String token) {
        Optional<App> found = apps.find(appId);
        if (found.isEmpty()) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        App app = found.get();
        if (!app.enabled()) {
            return Outcome.refused(ErrorCode.APP_DISABLED);
        }
        return switch (tokens.verify(appId, token)) {
            case Outcome.Refused<Tokens.Claims>(var refusal) -> Outcome.refused(refusal);
            case Outcome.Ok<Tokens.Claims>(var claims) -> admit(app, claims);
        };
    }

    /// The same for a user whose proof somebody else has checked.
    public Outcome<Admission> admit(Tokens.Claims claims) {
        Optional<App> found = apps.find(claims.user().app());
        if (found.isEmpty()) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        return found.get().enabled() ? admit(found.get(), claims) : Outcome.refused(ErrorCode.APP_DISABLED);
    }

    private Outcome<Admission> admit(App app, Tokens.Claims claims) {
        UserKey key = claims.user();
        if (!key.app().equals(app.id())) {
            return Outcome.refused(ErrorCode.TOKEN_FOREIGN);
        }
        if (key.user().isReserved()) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        Optional<User> found = users.find(key);
        if (found.isEmpty() && !app.settings().createUserAtLogin()) {
            return Outcome.refused(ErrorCode.USER_UNKNOWN);
        }
        User user = found.isPresent() ? found.get() : create(key, "", "", Map.of());
        remember(key);
        return user.enabled()
                ? Outcome.ok(new Admission(user, app, claims.expiresAtMs()))
                : Outcome.refused(ErrorCode.USER_DISABLED);
    }

    /// Creates the user unless it exists; returns what is there now.
    public User create(UserKey key, String name, String avatar, Map<String, String> attributes) {
        User user = users.create(new User(key, name, avatar, attributes, true, clock.millis()));
        remember(key);
        return user;
    }

    /// The same, from outside: with its limits checked.
    public Outcome<User> create(UserKey key, ProfileChange profile) {
        if (key.user().isReserved()) {
            return Outcome.refused(ErrorCode.BAD_USER_ID);
        }
        Refusal refusal = profile.check();
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        User user = users.create(profile.apply(new User(key, "", "", Map.of(), true, clock.millis())));
        remember(key);
        return Outcome.ok(user);
    }

    /// Checks a token for a session that has one already: it must be for the same user.
    public Outcome<Tokens.Claims> renew(UserKey user, String token) {
        return switch (tokens.verify(user.app(), token)) {
            case Outcome.Ok<Tokens.Claims>(var claims)
            when !claims.user().equals(user) -> Outcome.refused(ErrorCode.TOKEN_FOREIGN);
            case Outcome.Ok<Tokens.Claims> ok -> ok;
            case Outcome.Refused<Tokens.Claims> refused -> refused;
        };
    }

    /// Whether the user is remembered to exist. Never blocks; false means: ask [#exists].
    public boolean isKnown(UserKey key) {
        return known.contains(key) || key.user().equals(UserId.SYSTEM);
    }

    public boolean exists(UserKey key) {
        if (isKnown(key)) {
            return true;
        }
        boolean there = users.find(key).isPresent();
        if (there) {
            remember(key);
        }
        return there;
    }

    public Optional<User> find(UserKey key) {
        return users.find(key);
    }

    public Optional<App> app(AppId id) {
        return apps.find(id);
    }

    /// All apps, in order of id.
    public List<App> apps() {
        return apps.list();
    }

    /// Creates the app unless it exists; returns what is there now.
    ///
    /// @param change what is not left to the defaults
    public Outcome<App> createApp(AppId id, AppChange change) {
        Refusal refusal = change.check();
        return refusal != null
                ? Outcome.refused(refusal)
                : Outcome.ok(apps.create(change.apply(new App(id, "", true, AppSettings.DEFAULT, clock.millis()))));
    }

    /// Changes an app; null leaves a part as it is.
    public Outcome<App> changeApp(AppId id, AppChange change) {
        Refusal refusal = change.check();
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        Optional<App> found = apps.find(id);
        if (found.isEmpty()) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        App after = change.apply(found.get());
        return apps.update(after) ? Outcome.ok(after) : Outcome.refused(ErrorCode.APP_UNKNOWN);
    }

    /// Users of an app in order of id, after `after` (exclusive; empty = from the start), at most `limit`.
    public List<User> list(AppId app, String after, int limit) {
        return users.list(app, after, limit);
    }

    /// Why nobody can send in the name of this user, or null. A back-end has no session that would have told.
    public @Nullable Refusal checkSender(UserKey key) {
        Optional<App> app = apps.find(key.app());
        if (app.isEmpty()) {
            return Refusal.of(ErrorCode.APP_UNKNOWN);
        }
        if (!app.get().enabled()) {
            return Refusal.of(ErrorCode.APP_DISABLED);
        }
        if (key.user().isReserved()) {
            return key.user().equals(UserId.SYSTEM) ? null : sender(ErrorCode.BAD_USER_ID);
        }
        Optional<User> user = users.find(key);
        if (user.isEmpty()) {
            return sender(ErrorCode.USER_UNKNOWN);
        }
        return user.get().enabled() ? null : sender(ErrorCode.USER_DISABLED);
    }

    /// Why this user cannot be here now, or null.
    public @Nullable Refusal checkUser(UserKey key) {
        Optional<App> app = apps.find(key.app());
        if (app.isEmpty()) {
            return Refusal.of(ErrorCode.APP_UNKNOWN);
        }
        if (!app.get().enabled()) {
            return Refusal.of(ErrorCode.APP_DISABLED);
        }
        Optional<User> user = users.find(key);
        if (user.isEmpty()) {
            return Refusal.of(ErrorCode.USER_UNKNOWN);
        }
        return user.get().enabled() ? null : Refusal.of(ErrorCode.USER_DISABLED);
    }

    private static Refusal sender(ErrorCode code) {
        return Refusal.field(code, "from", code.english());
    }

    /// Changes a profile; null leaves a part as it is.
    public Outcome<User> change(UserKey key, ProfileChange change) {
        Refusal refusal = change.check();
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        Optional<User> found = users.find(key);
        if (found.isEmpty()) {
            return Outcome.refused(ErrorCode.USER_UNKNOWN);
        }
        User after = change.apply(found.get());
        return users.update(after) ? Outcome.ok(after) : Outcome.refused(ErrorCode.USER_UNKNOWN);
    }

    private void remember(UserKey key) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(key);
    }
}

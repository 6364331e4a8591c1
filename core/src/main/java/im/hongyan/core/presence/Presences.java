package im.hongyan.core.presence;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Sessions;
import im.hongyan.core.session.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who can be reached now, and who wants to be told. Watching lasts as long as the watcher's connection.
public final class Presences {
    private final Sessions sessions;
    private final Clock clock;
    private final int watchedUsersMax;
    private final ConcurrentHashMap<UserKey, Set<Session>> watchers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Session, Set<UserKey>> watched = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UserKey, String> texts = new ConcurrentHashMap<>();
    private final int textBytesMax;

    /// @param watchedUsersMax users one session may watch
    /// @param textBytesMax what a user may show
    public Presences(Sessions sessions, Clock clock, int watchedUsersMax, int textBytesMax) {
        this.textBytesMax = textBytesMax;
        this.sessions = sessions;
        this.clock = clock;
        this.watchedUsersMax = watchedUsersMax;
    }

    public PresenceState of(UserKey user) {
        return sessions.presenceOf(user);
    }

    /// The state of each user now.
    public Map<UserId, Presence> of(Session asker, Collection<UserId> users) {
        Map<UserId, Presence> states = new LinkedHashMap<>();
        for (UserId user : users) {
            UserKey key = new UserKey(asker.user().app(), user);
            states.put(user, new Presence(of(key), textOf(key)));
        }
        return states;
    }

    /// What the user shows, or "".
    public String textOf(UserKey user) {
        return texts.getOrDefault(user, "");
    }

    /// Shows a text beside the user's presence, on all devices and to whoever watches, until the user goes offline.
    ///
    /// @param text "" = none
    public Outcome<Presence> show(UserKey user, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > textBytesMax) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.TOO_LONG,
                    "status",
                    "status_bytes_max: status is longer than " + textBytesMax + " bytes"));
        }
        String before = text.isEmpty() ? texts.remove(user) : texts.put(user, text);
        PresenceState state = of(user);
        if (state == PresenceState.OFFLINE) {
            // Gone meanwhile: nothing would ever take it away again.
            texts.remove(user);
        } else if (!text.equals(before == null ? "" : before)) {
            tell(user, state);
        }
        return Outcome.ok(new Presence(state, textOf(user)));
    }

    /// Begins to tell the session of changes; answers with the states now. Nothing changes unseen in between: the
    /// session is registered first.
    public Outcome<Map<UserId, Presence>> watch(Session watcher, Collection<UserId> users) {
        Set<UserKey> mine = watched.computeIfAbsent(watcher, key -> ConcurrentHashMap.newKeySet());
        Set<UserKey> more = new HashSet<>(mine);
        users.forEach(user -> more.add(new UserKey(watcher.user().app(), user)));
        if (more.size() > watchedUsersMax) {
            return Outcome.refused(ErrorCode.TOO_MANY);
        }
        for (UserId user : users) {
            UserKey key = new UserKey(watcher.user().app(), user);
            mine.add(key);
            watchers.compute(key, (k, set) -> {
                Set<Session> all = set == null ? ConcurrentHashMap.newKeySet() : set;
                all.add(watcher);
                return all;
            });
        }
        return Outcome.ok(of(watcher, users));
    }

    /// Stops telling the session of these users.
    public void unwatch(Session watcher, Collection<UserId> users) {
        Set<UserKey> mine = watched.get(watcher);
        if (mine == null) {
            return;
        }
        for (UserId user : users) {
            UserKey key = new UserKey(watcher.user().app(), user);
            if (mine.remove(key)) {
                remove(watcher, key);
            }
        }
    }

    /// The session's connection has ended: it watches nobody.
    public void gone(Session watcher) {
        Set<UserKey> mine = watched.remove(watcher);
        if (mine != null) {
            mine.forEach(key -> remove(watcher, key));
        }
    }

    private void remove(Session watcher, UserKey key) {
        watchers.computeIfPresent(key, (k, set) -> {
            set.remove(watcher);
            return set.isEmpty() ? null : set;
        });
    }

    public void changed(UserKey user, PresenceState before, PresenceState after) {
        if (after == PresenceState.OFFLINE) {
            texts.remove(user);
        }
        tell(user, after);
    }

    private void tell(UserKey user, PresenceState state) {
        Set<Session> told = watchers.get(user);
        if (told == null) {
            return;
        }
        Signal.PresenceChanged signal = new Signal.PresenceChanged(user.user(), state, textOf(user), clock.millis());
        told.forEach(session -> session.link().push(signal));
    }
}

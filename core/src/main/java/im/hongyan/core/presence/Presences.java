package im.hongyan.core.presence;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Sessions;
import im.hongyan.core.session.Signal;
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

    /// @param watchedUsersMax users one session may watch
    public Presences(Sessions sessions, Clock clock, int watchedUsersMax) {
        this.sessions = sessions;
        this.clock = clock;
        this.watchedUsersMax = watchedUsersMax;
    }

    public PresenceState of(UserKey user) {
        return sessions.presenceOf(user);
    }

    /// The state of each user now.
    public Map<UserId, PresenceState> of(Session asker, Collection<UserId> users) {
        Map<UserId, PresenceState> states = new LinkedHashMap<>();
        for (UserId user : users) {
            states.put(user, of(new UserKey(asker.user().app(), user)));
        }
        return states;
    }

    /// Begins to tell the session of changes; answers with the states now. Nothing changes unseen in between: the
    /// session is registered first.
    public Outcome<Map<UserId, PresenceState>> watch(Session watcher, Collection<UserId> users) {
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
        Set<Session> told = watchers.get(user);
        if (told == null) {
            return;
        }
        Signal.PresenceChanged signal = new Signal.PresenceChanged(user.user(), after, clock.millis());
        told.forEach(session -> session.link().push(signal));
    }
}

package im.hongyan.core.session;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Sessions whose connection is lost and that can be resumed: one per device, oldest loss first, bounded.
final class LostSessions {
    private record Device(UserKey user, DeviceId device) {}

    private final int max;
    private final LinkedHashMap<Device, Session> sessions = new LinkedHashMap<>();

    LostSessions(int max) {
        this.max = max;
    }

    /// Adds one; returns those that give way: the same device's earlier one, and the oldest if there is one too
    /// many.
    synchronized List<Session> add(Session session) {
        List<Session> gone = new ArrayList<>(0);
        Session earlier = sessions.remove(deviceOf(session));
        if (earlier != null && earlier != session) {
            gone.add(earlier);
        }
        sessions.put(deviceOf(session), session);
        if (sessions.size() > max) {
            gone.add(sessions.pollFirstEntry().getValue());
        }
        return gone;
    }

    synchronized void remove(Session session) {
        sessions.remove(deviceOf(session), session);
    }

    synchronized int size() {
        return sessions.size();
    }

    /// The user's lost sessions, all or those of one device. All is a walk over everything: for administrators.
    synchronized List<Session> of(UserKey user, @Nullable DeviceId only) {
        if (only != null) {
            Session session = sessions.get(new Device(user, only));
            return session == null ? List.of() : List.of(session);
        }
        List<Session> found = new ArrayList<>();
        for (Session session : sessions.values()) {
            if (session.user().equals(user)) {
                found.add(session);
            }
        }
        return found;
    }

    /// Users of an app with a lost session. A walk over everything.
    synchronized Set<UserKey> users(AppId app) {
        Set<UserKey> found = new HashSet<>();
        for (Device device : sessions.keySet()) {
            if (device.user().app().equals(app)) {
                found.add(device.user());
            }
        }
        return found;
    }

    /// Takes out the oldest ones that can no longer be resumed. Background sessions live longer than others, so one
    /// of them may keep younger ones waiting: at the latest the bound of [#add] frees those.
    synchronized List<Session> expired(long nowMs, ToLongFunction<Session> resumableMs) {
        List<Session> found = new ArrayList<>(0);
        for (Iterator<Session> each = sessions.values().iterator(); each.hasNext(); ) {
            Session session = each.next();
            if (nowMs - session.lostAtMs() <= resumableMs.applyAsLong(session)) {
                break;
            }
            each.remove();
            found.add(session);
        }
        return found;
    }

    private static Device deviceOf(Session session) {
        return new Device(session.user(), session.device());
    }
}

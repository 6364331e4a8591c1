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

/// Sessions whose connection is lost and that can be resumed: one per device, oldest loss first, bounded. Those
/// lost in the background are kept by themselves: they live longer, and would hold up the others' end.
final class LostSessions {
    private record Device(UserKey user, DeviceId device) {}

    private final int max;
    private final LinkedHashMap<Device, Session> foreground = new LinkedHashMap<>();
    private final LinkedHashMap<Device, Session> background = new LinkedHashMap<>();

    LostSessions(int max) {
        this.max = max;
    }

    /// Adds one; returns those that give way: the same device's earlier one, and the oldest if there is one too
    /// many.
    synchronized List<Session> add(Session session) {
        List<Session> gone = new ArrayList<>(0);
        Device device = deviceOf(session);
        giveWay(foreground.remove(device), session, gone);
        giveWay(background.remove(device), session, gone);
        (session.isBackground() ? background : foreground).put(device, session);
        if (size() > max) {
            gone.add((foreground.isEmpty() ? background : foreground)
                    .pollFirstEntry()
                    .getValue());
        }
        return gone;
    }

    private static void giveWay(@Nullable Session earlier, Session to, List<Session> gone) {
        if (earlier != null && earlier != to) {
            gone.add(earlier);
        }
    }

    synchronized void remove(Session session) {
        foreground.remove(deviceOf(session), session);
        background.remove(deviceOf(session), session);
    }

    synchronized int size() {
        return foreground.size() + background.size();
    }

    /// The user's lost sessions, all or those of one device. All is a walk over everything: for administrators.
    synchronized List<Session> of(UserKey user, @Nullable DeviceId only) {
        List<Session> found = new ArrayList<>(0);
        for (LinkedHashMap<Device, Session> sessions : List.of(foreground, background)) {
            if (only != null) {
                Session session = sessions.get(new Device(user, only));
                if (session != null) {
                    found.add(session);
                }
                continue;
            }
            for (Session session : sessions.values()) {
                if (session.user().equals(user)) {
                    found.add(session);
                }
            }
        }
        return found;
    }

    /// Users of an app with a lost session. A walk over everything.
    synchronized Set<UserKey> users(AppId app) {
        Set<UserKey> found = new HashSet<>();
        for (LinkedHashMap<Device, Session> sessions : List.of(foreground, background)) {
            for (Device device : sessions.keySet()) {
                if (device.user().app().equals(app)) {
                    found.add(device.user());
                }
            }
        }
        return found;
    }

    /// Takes out those that can no longer be resumed.
    synchronized List<Session> expired(long nowMs, ToLongFunction<Session> resumableMs) {
        List<Session> found = new ArrayList<>(0);
        for (LinkedHashMap<Device, Session> sessions : List.of(foreground, background)) {
            for (Iterator<Session> each = sessions.values().iterator(); each.hasNext(); ) {
                Session session = each.next();
                if (nowMs - session.lostAtMs() <= resumableMs.applyAsLong(session)) {
                    break;
                }
                each.remove();
                found.add(session);
            }
        }
        return found;
    }

    private static Device deviceOf(Session session) {
        return new Device(session.user(), session.device());
    }
}

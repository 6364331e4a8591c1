package im.hongyan.core.delivery;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Sessions;
import im.hongyan.core.session.Signal;
import org.jspecify.annotations.Nullable;

/// The bus of a single process: straight to its sessions.
public final class LocalBus implements Bus {
    private final Sessions sessions;

    public LocalBus(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void publish(UserKey to, Signal signal, @Nullable SessionId except) {
        for (Session session : sessions.of(to)) {
            boolean told = !session.id().equals(except) && !(isForThoseThere(signal) && session.isBackground());
            if (told) {
                session.link().push(signal);
            }
        }
    }

    private static boolean isForThoseThere(Signal signal) {
        return signal instanceof Signal.Transient || signal instanceof Signal.OnlineOnly;
    }

    @Override
    public boolean isOnline(UserKey user) {
        return sessions.presenceOf(user) == PresenceState.ONLINE;
    }
}

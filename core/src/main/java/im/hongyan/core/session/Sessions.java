package im.hongyan.core.session;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sessions of this process: who is connected where, how many may live together, and who can come back without
/// logging in. Everything is in memory; every method is quick and may be called from any thread.
public final class Sessions {
    /// Told when a user's presence may have changed. Called in order per user; must be quick.
    public interface PresenceListener {
        void changed(UserKey user, PresenceState before, PresenceState after);
    }

    /// Told what becomes of a session, in order per session; must be quick.
    public interface LifeListener {
        /// Its connection is gone; it may come back.
        void lost(Session session);

        /// It is on another connection now.
        void resumed(Session session);

        /// It has ended for good.
        void over(Session session);
    }

    private static final LifeListener DEAF = new LifeListener() {
        @Override
        public void lost(Session session) {}

        @Override
        public void resumed(Session session) {}

        @Override
        public void over(Session session) {}
    };
    private static final Session[] NONE = {};

    private final Limits limits;
    private final Supplier<String> secrets;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentHashMap<UserKey, Session[]> byUser = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Session> bySecret = new ConcurrentHashMap<>();
    private final LostSessions lost;
    private volatile PresenceListener presence = (user, before, after) -> {};
    private volatile LifeListener lives = DEAF;

    /// @param secrets makes unguessable strings
    public Sessions(Limits limits, Supplier<String> secrets) {
        this.limits = limits;
        this.secrets = secrets;
        this.lost = new LostSessions(limits.resumableSessionsMax());
    }

    public void listen(PresenceListener listener) {
        presence = listener;
    }

    public void listen(LifeListener listener) {
        lives = listener;
    }

    /// A login: who it is, on what, how to reach it.
    public record Opening(
            UserKey user, DeviceId device, Platform platform, String dialect, SessionLink link, long expiresAtMs) {}

    /// Opens a session, ending those that the app's policy says must give way: first the same device's, then the
    /// oldest of the platform, then the oldest of all.
    public Outcome<Session> open(Opening opening, AppSettings policy, long nowMs) {
        List<Session> ended = new ArrayList<>(2);
        Session[] opened = new Session[1];
        update(opening.user(), sessions -> {
            List<Session> stay = new ArrayList<>(List.of(sessions));
            moveIf(stay, ended, session -> session.device().equals(opening.device()));
            int replaced = ended.size();
            boolean room = makeRoom(
                            stay,
                            ended,
                            s -> s.platform() == opening.platform(),
                            policy.sessionsPerPlatformMax(),
                            policy)
                    && makeRoom(stay, ended, s -> true, policy.sessionsPerUserMax(), policy);
            if (!room) {
                ended.clear();
                return sessions;
            }
            for (int i = 0; i < ended.size(); i++) {
                finish(ended.get(i), i < replaced ? CloseCode.REPLACED : CloseCode.KICKED_BY_POLICY);
            }
            lost.of(opening.user(), opening.device()).forEach(this::forget);
            opened[0] = create(opening, nowMs);
            stay.add(opened[0]);
            return stay.toArray(NONE);
        });
        Session session = opened[0];
        return session == null ? Outcome.refused(ErrorCode.SESSION_LIMIT) : Outcome.ok(session);
    }

    private Session create(Opening opening, long nowMs) {
        Session session = new Session(
                new SessionId(ids.incrementAndGet()),
                opening.user(),
                opening.device(),
                opening.platform(),
                opening.dialect(),
                attach(opening.link()),
                secrets.get(),
                nowMs,
                opening.expiresAtMs());
        bySecret.put(session.secret(), session);
        return session;
    }

    private Attachment attach(SessionLink link) {
        return new Attachment(link, new Outstanding(limits.ackTimeoutMs(), limits.ackRetriesMax()));
    }

    private boolean makeRoom(
            List<Session> stay, List<Session> ended, Predicate<Session> counted, int max, AppSettings policy) {
        long there = stay.stream().filter(counted).count();
        if (there >= max && policy.onTooManySessions() == AppSettings.OnTooManySessions.REFUSE_NEW) {
            return false;
        }
        for (; there >= max; there--) {
            Session oldest = stay.stream().filter(counted).findFirst().orElseThrow();
            stay.remove(oldest);
            ended.add(oldest);
        }
        return true;
    }

    private static void moveIf(List<Session> from, List<Session> to, Predicate<Session> which) {
        for (int i = 0; i < from.size(); ) {
            if (which.test(from.get(i))) {
                to.add(from.remove(i));
            } else {
                i++;
            }
        }
    }

    /// Takes up a session on a new connection. One that still seems connected is taken over; its old connection is
    /// told.
    public Outcome<Session> resume(AppId app, String secret, SessionLink link, long nowMs) {
        Session session = bySecret.get(secret);
        if (session == null || !session.user().app().equals(app)) {
            return Outcome.refused(ErrorCode.RESUME_UNKNOWN);
        }
        boolean[] done = new boolean[1];
        update(session.user(), sessions -> {
            boolean expired = session.expiresAtMs() != 0 && session.expiresAtMs() <= nowMs;
            boolean tooLate = session.lostAtMs() != 0 && nowMs - session.lostAtMs() > resumableMs(session);
            if (session.isOver() || expired || tooLate || !secret.equals(session.secret())) {
                return sessions;
            }
            if (session.lostAtMs() == 0) {
                session.link().push(new Signal.Ended(CloseCode.REPLACED));
            }
            lost.remove(session);
            bySecret.remove(secret);
            session.resumed(attach(link), secrets.get());
            bySecret.put(session.secret(), session);
            lives.resumed(session);
            done[0] = true;
            return contains(sessions, session) ? sessions : with(sessions, session);
        });
        return done[0] ? Outcome.ok(session) : Outcome.refused(ErrorCode.RESUME_UNKNOWN);
    }

    /// How long the session can be resumed after its connection is lost, in milliseconds.
    public long resumableMs(Session session) {
        return session.isBackground() ? limits.backgroundResumeMs() : limits.resumeWindowMs();
    }

    /// The connection is gone. A session that moved to another connection since is left alone.
    public void lost(Session session, SessionLink link, long nowMs) {
        update(session.user(), sessions -> {
            if (!session.link().equals(link) || session.isOver() || session.lostAtMs() != 0) {
                return sessions;
            }
            session.lost(nowMs);
            lives.lost(session);
            lost.add(session).forEach(this::forget);
            return without(sessions, session);
        });
        expire(nowMs);
    }

    /// The user logged this session out: it cannot come back.
    public void close(Session session) {
        update(session.user(), sessions -> {
            forget(session);
            return without(sessions, session);
        });
    }

    /// Ends the user's sessions, all or one, connected or resumable; the connected ones are told the reason.
    ///
    /// @param only the device, or null for all
    /// @return how many ended
    public int end(UserKey user, @Nullable DeviceId only, CloseCode reason) {
        int[] count = new int[1];
        update(user, sessions -> {
            List<Session> stay = new ArrayList<>();
            for (Session session : sessions) {
                if (only == null || session.device().equals(only)) {
                    finish(session, reason);
                    count[0]++;
                } else {
                    stay.add(session);
                }
            }
            for (Session session : lost.of(user, only)) {
                forget(session);
                count[0]++;
            }
            return stay.toArray(NONE);
        });
        return count[0];
    }

    /// Ends all sessions of an app. Walks over everything: for administrators.
    public void end(AppId app, CloseCode reason) {
        byUser.keySet().stream().filter(user -> user.app().equals(app)).forEach(user -> end(user, null, reason));
        lost.users(app).forEach(user -> end(user, null, reason));
    }

    /// Foreground or background.
    public void setBackground(Session session, boolean background) {
        update(session.user(), sessions -> {
            session.setBackground(background);
            return sessions;
        });
    }

    /// The user's connected sessions, oldest first. The array is shared: never change it.
    public Session[] of(UserKey user) {
        Session[] sessions = byUser.get(user);
        return sessions == null ? NONE : sessions;
    }

    public PresenceState presenceOf(UserKey user) {
        return presenceOf(of(user));
    }

    /// Users with a connected session.
    public int usersOnline() {
        return byUser.size();
    }

    /// Sessions that are lost and can be resumed.
    public int resumable() {
        return lost.size();
    }

    private void finish(Session session, CloseCode reason) {
        boolean told = session.isConnected();
        forget(session);
        if (told) {
            session.link().push(new Signal.Ended(reason));
        }
    }

    private void forget(Session session) {
        session.setOver();
        bySecret.remove(session.secret());
        lost.remove(session);
        lives.over(session);
    }

    /// Ends the sessions that can no longer be resumed. Called about once a second, and whenever one is lost.
    public void expire(long nowMs) {
        for (Session session : lost.expired(nowMs, this::resumableMs)) {
            forget(session);
        }
    }

    private interface Change {
        Session[] apply(Session[] sessions);
    }

    /// Every change of a user's sessions happens here, one at a time per user, so that presence is told in order.
    private void update(UserKey user, Change change) {
        byUser.compute(user, (key, there) -> {
            Session[] sessions = there == null ? NONE : there;
            PresenceState before = presenceOf(sessions);
            Session[] after = change.apply(sessions);
            PresenceState now = presenceOf(after);
            if (before != now) {
                presence.changed(user, before, now);
            }
            return after.length == 0 ? null : after;
        });
    }

    private static PresenceState presenceOf(Session[] sessions) {
        if (sessions.length == 0) {
            return PresenceState.OFFLINE;
        }
        for (Session session : sessions) {
            if (!session.isBackground()) {
                return PresenceState.ONLINE;
            }
        }
        return PresenceState.BACKGROUND;
    }

    private static boolean contains(Session[] sessions, Session session) {
        for (Session one : sessions) {
            if (one == session) {
                return true;
            }
        }
        return false;
    }

    private static Session[] with(Session[] sessions, Session session) {
        Session[] more = Arrays.copyOf(sessions, sessions.length + 1);
        more[sessions.length] = session;
        return more;
    }

    private static Session[] without(Session[] sessions, Session session) {
        List<Session> stay = new ArrayList<>(List.of(sessions));
        stay.remove(session);
        return stay.toArray(NONE);
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.OutFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client, from the first packet to the last. What it sends when it is in is carried out by [MobileImRequests];
/// what it is sent is the matter of [Delivery].
final class MobileImSession implements DialectSession {
    private enum Stage {
        /// Nobody has said who is there.
        ANONYMOUS,
        /// A login is being checked; further packets wait.
        ENTERING,
        IN,
        /// The last word is said.
        OVER
    }

    private static final int NOT_KICKED = -1;
    /// An answer to a stranger's datagram is at most this many times as large.
    private static final int DATAGRAM_ANSWER_MAX = 3;

    private final MobileImDialect dialect;
    private final Core core;
    private final Connection connection;
    private final MobileImTransport transport;
    private final long openedAtMs;
    private Stage stage = Stage.ANONYMOUS;
    private boolean gone;
    private @Nullable List<Packet> early;
    private Entrance.@Nullable Login login;
    private @Nullable In in;
    private int kickoutCode = NOT_KICKED;
    /// Written by the login of another connection.
    private volatile boolean replacedByItself;
    /// Read by logins of other connections.
    private volatile long firstLoginTime;
    private volatile boolean entered;
    private final Succession succession = new Succession();

    /// What there is once somebody is in.
    private record In(
            Session session,
            UserId user,
            String name,
            @Nullable String extra,
            MobileImRequests requests,
            Delivery delivery,
            Plugins.@Nullable Lane lane) {}

    MobileImSession(MobileImDialect dialect, Connection connection, MobileImTransport transport) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.connection = connection;
        this.transport = transport;
        this.openedAtMs = core.clock().millis();
    }

    // --- packets

    @Override
    public void onFrame(byte[] bytes, int offset, int length, boolean text) {
        if (stage == Stage.OVER) {
            return;
        }
        Packet packet = text ? dialect.scratch().codec().decode(bytes, offset, length) : null;
        if (packet == null) {
            end();
            return;
        }
        receive(packet, length);
    }

    private void receive(Packet packet, int length) {
        if (stage == Stage.ENTERING) {
            wait(packet);
            return;
        }
        In mine = in;
        switch (packet.type()) {
            case Packet.LOGIN -> login(packet, mine);
            case Packet.ECHO -> connection.send(writer().packet(packet.withType(Packet.ECHO_RESPONSE)));
            case Packet.LOGOUT -> end();
            case Packet.KEEP_ALIVE -> {
                if (mine == null) {
                    notLoggedIn(packet, length);
                } else {
                    connection.send(writer().alive(mine.name()));
                }
            }
            case Packet.DATA -> {
                if (mine == null) {
                    notLoggedIn(packet, length);
                } else {
                    mine.requests().send(packet);
                }
            }
            case Packet.RECEIVED -> {
                if (mine == null) {
                    notLoggedIn(packet, length);
                } else {
                    received(mine, packet.dataContent());
                }
            }
            default -> {} // a newer client's, or the server's own: passed over
        }
    }

    private void received(In mine, @Nullable String fp) {
        if (fp == null) {
            return;
        }
        mine.delivery().received(fp);
        Plugins.Lane calls = mine.lane();
        if (calls != null) {
            calls.run(() -> dialect.plugins().each(plugin -> plugin.messagesBeReceived(fp)));
        }
    }

    private void wait(Packet packet) {
        List<Packet> waiting = early;
        if (waiting == null) {
            waiting = new ArrayList<>(2);
            early = waiting;
        }
        if (waiting.size() >= dialect.settings().loginWaitMax()) {
            end();
            return;
        }
        waiting.add(packet);
    }

    /// The client believes that it is in: this makes it log in.
    private void notLoggedIn(Packet packet, int length) {
        int bytesMax = transport.isDatagram() ? length * DATAGRAM_ANSWER_MAX : Integer.MAX_VALUE;
        OutFrame answer = writer().notLoggedIn(packet, bytesMax);
        if (answer != null) {
            connection.send(answer);
        }
        end();
    }

    // --- login

    private void login(Packet packet, @Nullable In mine) {
        MobileImCodec.LoginInfo info = dialect.scratch().codec().login(packet.dataContent());
        if (info == null) {
            end();
            return;
        }
        UserId user = UserNames.user(info.userId());
        if (mine != null) {
            loginAgain(mine, info, user);
        } else if (user == null) {
            refuse(MobileImErrors.login(ErrorCode.BAD_USER_ID));
        } else {
            stage = Stage.ENTERING;
            Entrance.Login now = new Entrance.Login(user, info);
            login = now;
            new Entrance(dialect, connection).ask(now, () -> stage == Stage.ENTERING, answer -> answered(now, answer));
        }
    }

    /// A client that is in says so again; as somebody else it would need to prove that, on a connection of its own.
    private void loginAgain(In mine, MobileImCodec.LoginInfo info, @Nullable UserId user) {
        if (!mine.user().equals(user)) {
            refuse(MobileImErrors.login(ErrorCode.TOKEN_FOREIGN));
            return;
        }
        firstLoginTime = firstLoginTimeOf(info);
        connection.send(writer().loggedIn(mine.name(), firstLoginTime));
        tellIn(mine, info.extra());
    }

    private void refuse(int code) {
        connection.send(writer().loginRefused(code));
        end();
    }

    private void answered(Entrance.Login now, Entrance.Answer answer) {
        boolean waiting = stage == Stage.ENTERING && !gone;
        switch (answer) {
            case Entrance.Answer.Refused(var code) -> {
                if (waiting) {
                    refuse(code);
                }
            }
            case Entrance.Answer.Stale() -> {
                if (waiting) {
                    String name = now.user().value();
                    connection.send(writer().loggedIn(name, now.info().firstLoginTime()));
                    kickedOut(name, MobileImErrors.kickout(CloseCode.REPLACED));
                }
            }
            case Entrance.Answer.Welcome(var session) -> {
                if (waiting) {
                    begin(now, session);
                } else {
                    core.sessions().close(session);
                }
            }
        }
    }

    private void begin(Entrance.Login now, Session session) {
        stage = Stage.IN;
        login = null;
        Plugins.Lane lane = dialect.plugins().isEmpty()
                ? null
                : dialect.plugins().lane(dialect.settings().hookWaitMax());
        Delivery delivery = new Delivery(dialect, connection, session, transport, lane);
        MobileImRequests requests = new MobileImRequests(dialect, connection, session, delivery, lane);
        String name = now.user().value();
        In mine = new In(session, now.user(), name, now.info().extra(), requests, delivery, lane);
        in = mine;
        firstLoginTime = firstLoginTimeOf(now.info());
        entered = true;
        connection.loggedIn();
        connection.send(writer().loggedIn(name, firstLoginTime));
        MobileImSession before = dialect.table().entered(now.user(), this);
        tellIn(mine, now.info().extra());
        List<Packet> waiting = early;
        early = null;
        if (waiting != null) {
            for (Packet packet : waiting) {
                if (stage == Stage.IN) {
                    receive(packet, 0);
                }
            }
        }
        if (before == null || !before.succession.after(() -> connection.run(this::startDelivery))) {
            startDelivery();
        }
    }

    private void startDelivery() {
        In mine = in;
        if (stage == Stage.IN && mine != null) {
            mine.delivery().start();
        }
    }

    private long firstLoginTimeOf(MobileImCodec.LoginInfo info) {
        return info.firstLoginTime() > 0 ? info.firstLoginTime() : core.clock().millis();
    }

    private void tellIn(In mine, @Nullable String extra) {
        Plugins.Lane calls = mine.lane();
        if (calls != null) {
            calls.always(() -> dialect.plugins().each(plugin -> plugin.onUserLoginSucess(mine.name(), extra)));
        }
    }

    // --- from other connections

    /// When this session's client first logged in, as it was told.
    long firstLoginTime() {
        return firstLoginTime;
    }

    /// The same client is about to come in by another connection: this one ends without a word.
    void replacedByItself() {
        replacedByItself = true;
    }

    /// Whether the core still takes this session for the user's.
    boolean isIn() {
        In mine = in;
        return entered && mine != null && mine.session().isConnected();
    }

    /// Ends the session for a reason of the application's. From any thread.
    void kick(int code, @Nullable String reason) {
        connection.run(() -> {
            In mine = in;
            if (stage == Stage.IN && mine != null) {
                kickedOut(mine.name(), new MobileImErrors.Kickout(code, reason));
            }
        });
    }

    // --- from the core

    @Override
    public void onSignal(Signal signal) {
        In mine = in;
        if (signal instanceof Signal.Ended(var code) && stage != Stage.OVER) {
            Entrance.Login under = login;
            String name =
                    mine != null ? mine.name() : under != null ? under.user().value() : Packet.NOBODY;
            kickedOut(name, replacedByItself ? null : MobileImErrors.kickout(code));
            return;
        }
        if (stage != Stage.IN || mine == null) {
            return; // what comes before the answer to the login is found in the log right after it
        }
        switch (signal) {
            case Signal.Committed committed -> mine.delivery().committed(committed.entry());
            case Signal.SyncNeeded() -> mine.delivery().lookAgain();
            case Signal.Delivered _,
                    Signal.Transient _,
                    Signal.OnlineOnly _,
                    Signal.Streamed _,
                    Signal.PresenceChanged _,
                    Signal.InRoom _,
                    Signal.RoomPulse _,
                    Signal.Readers _,
                    Signal.Ended _ -> {}
        }
    }

    private void kickedOut(String name, MobileImErrors.@Nullable Kickout kickout) {
        if (kickout != null) {
            kickoutCode = kickout.code();
            connection.send(writer().kickout(name, kickout.code(), kickout.reason()));
        }
        end();
    }

    @Override
    public void onTick(long nowMs) {
        In mine = in;
        switch (stage) {
            case ANONYMOUS, ENTERING -> {
                if (nowMs - openedAtMs >= core.limits().loginTimeoutMs()) {
                    end();
                }
            }
            case IN -> {
                if (mine == null) {
                    return;
                }
                long expiresAtMs = mine.session().expiresAtMs();
                if (expiresAtMs != 0 && nowMs >= expiresAtMs) {
                    kickedOut(mine.name(), MobileImErrors.kickout(CloseCode.TOKEN_EXPIRED));
                } else {
                    mine.delivery().tick(nowMs);
                }
            }
            case OVER -> {}
        }
    }

    // --- the end

    @Override
    public void onClosing(CloseCode code) {
        // There are no last words in this protocol: a client that is cut off comes back by itself.
    }

    /// Nothing more is said. All closes look the same from outside, as they do at the original.
    private void end() {
        leave();
        connection.closeNormally();
    }

    @Override
    public void onGone() {
        gone = true;
        leave();
    }

    private void leave() {
        if (stage == Stage.OVER) {
            return;
        }
        stage = Stage.OVER;
        early = null;
        In mine = in;
        if (mine == null) {
            return;
        }
        boolean lastOfUser = mine.session().isConnected();
        dialect.table().left(mine.user(), this);
        mine.delivery().end();
        core.sessions().close(mine.session());
        succession.leave();
        Plugins.Lane calls = mine.lane();
        if (calls != null && (lastOfUser || kickoutCode > 1)) {
            int code = kickoutCode;
            calls.always(() -> dialect.plugins().each(plugin -> plugin.onUserLogout(mine.name(), code)));
        }
    }

    private MobileImWriter writer() {
        return dialect.scratch().writer();
    }
}

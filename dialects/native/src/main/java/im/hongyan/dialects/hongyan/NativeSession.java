package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Priority;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.DialectSession;
import im.hongyan.dialect.OutFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client of the native protocol: its life from the first frame to the last word. What a client that is in may
/// ask for is carried out by [NativeRequests].
final class NativeSession implements DialectSession {
    private enum Stage {
        /// Nobody has said who is there.
        ANONYMOUS,
        /// A login is being checked. What the core has to say meanwhile waits, so that the reply comes first.
        ENTERING,
        IN,
        /// The last word is said.
        OVER
    }

    /// Signals kept while a login is being checked; what comes beyond is counted, and synchronised.
    private static final int EARLY_MAX = 256;
    /// Over how long the clients of a stopping server are asked to spread their return.
    private static final long RETURN_SPREAD_MS = 4_000;

    private static final long RETURN_AFTER_MS = 1_000;

    private final NativeDialect dialect;
    private final Core core;
    private final Limits limits;
    private final Connection connection;
    private final long openedAtMs;
    private Stage stage = Stage.ANONYMOUS;
    private boolean gone;
    private @Nullable Session session;
    private @Nullable NativeRequests requests;
    private @Nullable List<Signal> early;
    private boolean earlyLost;
    private int badFrames;
    private long pushed;
    private boolean warned;

    NativeSession(NativeDialect dialect, Connection connection) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.limits = core.limits();
        this.connection = connection;
        this.openedAtMs = core.clock().millis();
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, boolean text) {
        if (stage == Stage.OVER) {
            return;
        }
        if (!text) {
            end(CloseCode.UNSUPPORTED);
            return;
        }
        switch (dialect.scratch().codec().decode(bytes, offset, length)) {
            case Inbound.Unreadable(var id, var refusal) -> unreadable(id, refusal);
            case Request request -> carryOut(request);
        }
    }

    private void unreadable(long id, Refusal refusal) {
        connection.send(writer().refusal(id, refusal));
        if (NativeErrors.isBadFrame(refusal.code()) && ++badFrames > limits.badFramesMax()) {
            end(CloseCode.PROTOCOL_ERROR);
        }
    }

    private void carryOut(Request request) {
        NativeRequests in = requests;
        if (in != null) {
            in.carryOut(request);
        } else if (stage == Stage.ANONYMOUS && request instanceof Request.Login login) {
            login(login);
        } else if (stage == Stage.ANONYMOUS && request instanceof Request.Resume resume) {
            resume(resume);
        } else {
            refuse(request.id(), ErrorCode.NOT_LOGGED_IN);
        }
    }

    private void refuse(long id, ErrorCode code) {
        reply(id, writer().refusal(id, Refusal.of(code)));
    }

    private void login(Request.Login login) {
        stage = Stage.ENTERING;
        core.logins()
                .login(
                        new Logins.Login(
                                login.app(),
                                login.token(),
                                login.device(),
                                login.platform(),
                                NativeDialect.NAME,
                                connection),
                        outcome -> entered(login.id(), outcome));
    }

    private void resume(Request.Resume resume) {
        Outcome<Logins.Entered> outcome = core.logins().resume(resume.app(), resume.session(), connection);
        if (outcome instanceof Outcome.Ok<Logins.Entered>(var entered)) {
            // The connection before may have watched users: watching ends with the connection.
            core.presences().gone(entered.session());
        }
        entered(resume.id(), outcome);
    }

    private void entered(long id, Outcome<Logins.Entered> outcome) {
        switch (outcome) {
            case Outcome.Refused<Logins.Entered>(var refusal) -> {
                if (stage == Stage.ENTERING) {
                    stage = Stage.ANONYMOUS;
                }
                reply(id, writer().refusal(id, refusal));
            }
            case Outcome.Ok<Logins.Entered>(var entered) -> {
                if (gone || stage == Stage.OVER) {
                    // Nobody has learnt the secret, so nobody could ever resume it.
                    core.sessions().close(entered.session());
                    return;
                }
                enter(id, entered);
            }
        }
    }

    private void enter(long id, Logins.Entered entered) {
        Session mine = entered.session();
        session = mine;
        requests = new NativeRequests(dialect, this, mine, connection);
        stage = Stage.IN;
        connection.loggedIn();
        reply(
                id,
                writer().entered(
                                id,
                                mine,
                                core.clock().millis(),
                                entered.cursor(),
                                limits,
                                core.sessions().resumableMs(mine)));
        List<Signal> waiting = early;
        early = null;
        if (waiting != null) {
            waiting.forEach(this::onSignal);
        }
        if (earlyLost && stage == Stage.IN) {
            connection.send(writer().sync());
        }
    }

    @Override
    public void onSignal(Signal signal) {
        if (stage == Stage.ENTERING && !(signal instanceof Signal.Ended)) {
            keepEarly(signal);
            return;
        }
        if (stage == Stage.OVER) {
            return;
        }
        switch (signal) {
            case Signal.Committed committed -> push(committed);
            case Signal.InRoom said -> inRoom(said);
            case Signal.RoomPulse pulse -> pulse(pulse);
            case Signal.Delivered delivered -> {
                Session mine = session;
                if (mine != null && !connection.clogged()) {
                    connection.push(writer().delivered(delivered, mine.user().user()));
                }
            }
            case Signal.Readers readers -> {
                Session mine = session;
                if (mine != null && !connection.clogged()) {
                    connection.push(writer().readers(readers, mine.user().user()));
                }
            }
            case Signal.Transient transientSignal -> {
                if (!connection.clogged()) {
                    connection.push(writer().signal(transientSignal));
                }
            }
            case Signal.OnlineOnly passing -> {
                Priority priority = passing.message().special().priority();
                if (!connection.clogged(priority)) {
                    connection.push(writer().onlineOnly(passing), priority);
                }
            }
            case Signal.Streamed piece -> {
                if (!connection.clogged(Priority.LOW)) {
                    connection.push(writer().streamed(piece), Priority.LOW);
                }
            }
            // Never dropped: synchronising would not bring it back.
            case Signal.PresenceChanged change -> connection.send(writer().presence(change));
            case Signal.SyncNeeded() -> connection.send(writer().sync());
            case Signal.Ended(var code) -> end(code);
        }
    }

    private void keepEarly(Signal signal) {
        List<Signal> waiting = early;
        if (waiting == null) {
            waiting = new ArrayList<>();
            early = waiting;
        }
        if (waiting.size() < EARLY_MAX) {
            waiting.add(signal);
        } else {
            earlyLost = true;
            if (signal instanceof Signal.Committed) {
                pushed++;
            }
        }
    }

    /// A counted push: counted whether it leaves or not, so that the client can tell from the next pong.
    private void push(Signal.Committed committed) {
        pushed++;
        Session mine = session;
        Priority priority = committed.entry().payload() instanceof Message message
                ? message.special().priority()
                : Priority.NORMAL;
        if (mine == null || connection.clogged(priority)) {
            return;
        }
        OutFrame frame = (OutFrame) committed.rendering(dialect.index());
        if (frame == null) {
            frame = writer().entry(committed.entry());
            committed.keep(dialect.index(), frame);
        }
        if (connection.push(frame, priority)) {
            mine.attachment()
                    .outstanding()
                    .pushed(
                            committed.entry().conversation(),
                            committed.entry().number(),
                            core.clock().millis());
        }
    }

    /// What is said in a room is not counted: its number shows what was missed.
    private void inRoom(Signal.InRoom said) {
        if (stage != Stage.IN || connection.clogged()) {
            return;
        }
        OutFrame frame = (OutFrame) said.rendering(dialect.index());
        if (frame == null) {
            frame = writer().entry(said.entry());
            said.keep(dialect.index(), frame);
        }
        connection.push(frame);
    }

    private void pulse(Signal.RoomPulse pulse) {
        if (stage != Stage.IN || connection.clogged()) {
            return;
        }
        OutFrame frame = (OutFrame) pulse.rendering(dialect.index());
        if (frame == null) {
            frame = writer().pulse(pulse);
            pulse.keep(dialect.index(), frame);
        }
        connection.push(frame);
    }

    /// Answers a ping behind everything that was handed to this connection before `reached` was read.
    void pong(long id, long reached) {
        if (stage == Stage.IN) {
            long cursor = connection.clogged() ? -1 : reached;
            reply(id, writer().pong(id, core.clock().millis(), pushed, cursor));
        }
    }

    @Override
    public void onTick(long nowMs) {
        switch (stage) {
            case ANONYMOUS, ENTERING -> {
                if (nowMs - openedAtMs >= limits.loginTimeoutMs()) {
                    end(CloseCode.LOGIN_TIMEOUT);
                }
            }
            case IN -> {
                Session mine = session;
                if (mine != null) {
                    watchToken(mine, nowMs);
                    watchDeliveries(mine, nowMs);
                }
            }
            case OVER -> {}
        }
    }

    private void watchToken(Session mine, long nowMs) {
        long expiresAtMs = mine.expiresAtMs();
        if (expiresAtMs == 0) {
            return;
        }
        if (nowMs >= expiresAtMs) {
            core.sessions().close(mine);
            end(CloseCode.TOKEN_EXPIRED);
        } else if (!warned && nowMs >= expiresAtMs - limits.tokenWarningMs()) {
            warned = true;
            connection.send(writer().expiring(expiresAtMs, expiresAtMs - nowMs));
        }
    }

    /// The token is a new one, with a warning of its own.
    void renewed() {
        warned = false;
    }

    private void watchDeliveries(Session mine, long nowMs) {
        if (stage == Stage.OVER) {
            return;
        }
        switch (mine.attachment().outstanding().due(nowMs)) {
            case NOTHING -> {}
            case RETRY -> connection.send(writer().sync());
            case DEAD -> end(CloseCode.ACK_TIMEOUT);
        }
    }

    @Override
    public void onClosing(CloseCode code) {
        if (stage == Stage.OVER) {
            return;
        }
        if (code == CloseCode.SHUTTING_DOWN) {
            // Requests under way are still answered, so the session is not over yet. Clients come back spread out.
            Session mine = session;
            long place = mine == null ? 0 : mine.id().value() * 997 % RETURN_SPREAD_MS;
            connection.send(writer().bye(code, RETURN_AFTER_MS + place));
            return;
        }
        stage = Stage.OVER;
        connection.send(writer().bye(code, 0));
    }

    @Override
    public void onGone() {
        gone = true;
        stage = Stage.OVER;
        early = null;
        Session mine = session;
        if (mine != null && mine.link().equals(connection)) {
            core.presences().gone(mine);
            core.sessions().lost(mine, connection, core.clock().millis());
        }
    }

    /// The user wants to leave.
    void logout(long id) {
        Session mine = session;
        if (mine != null) {
            core.presences().gone(mine);
            core.sessions().close(mine);
        }
        reply(id, writer().done(id));
        stage = Stage.OVER;
        connection.closeNormally();
    }

    /// Says why, then closes.
    private void end(CloseCode code) {
        stage = Stage.OVER;
        early = null;
        connection.send(writer().bye(code, 0));
        connection.close(code);
    }

    /// Sends a reply if one is wanted.
    void reply(long id, OutFrame frame) {
        if (id != 0) {
            connection.send(frame);
        }
    }

    private NativeWriter writer() {
        return dialect.scratch().writer();
    }
}

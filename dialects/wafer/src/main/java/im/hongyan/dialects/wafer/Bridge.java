package im.hongyan.dialects.wafer;

import im.hongyan.core.Core;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Message;
import im.hongyan.core.message.Sending;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.entry.StreamedText;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One tunnel as a session of the core: certain messages of its client go to a conversation, and what others say
/// there comes to the client. On the connection's thread, but where it says otherwise.
final class Bridge {
    private static final int DEVICE_BYTES = 12;
    /// Messages of the client that are kept while it is being let in.
    private static final int EARLY_MAX = 16;

    private final Core core;
    private final BridgeSettings settings;
    private final Faces faces;
    private final Spoken spoken;
    private final Line line;
    private final UserKey user;
    private final ConversationId to;
    private final Connection connection;
    /// Names are looked up on the way out, in order.
    private final Lane out;
    private final Tunnels tunnels;
    private @Nullable Session session;
    private @Nullable List<Spoken.Said> early = new ArrayList<>(0);
    private boolean over;

    Bridge(
            Core core,
            BridgeSettings settings,
            Faces faces,
            Tunnels tunnels,
            Line line,
            WaferSessions.Bearer bearer,
            Connection connection) {
        this.core = core;
        this.settings = settings;
        this.faces = faces;
        this.tunnels = tunnels;
        this.spoken = new Spoken(settings.field());
        this.line = line;
        this.user = bearer.user();
        this.to = settings.to().of(user);
        this.connection = connection;
        this.out = tunnels.lane();
        // One device for each of WeChat's sessions: a client that comes back takes the place of its lost tunnel.
        byte[] hash = bearer.row().hash();
        DeviceId device =
                new DeviceId("wafer-" + HexFormat.of().formatHex(hash, 0, Math.min(DEVICE_BYTES, hash.length)));
        Tokens.Claims claims = new Tokens.Claims(user, bearer.row().expiresAtMs());
        core.logins()
                .login(
                        new Logins.Vouched(claims, device, Platform.WECHAT, WaferDialect.NAME, connection),
                        this::answered);
    }

    private void answered(Outcome<Logins.Entered> outcome) {
        switch (outcome) {
            case Outcome.Refused<Logins.Entered>(Refusal refusal) -> {
                early = null;
                refused(refusal);
            }
            case Outcome.Ok<Logins.Entered>(var entered) -> {
                if (over) {
                    core.sessions().close(entered.session());
                } else {
                    session = entered.session();
                    comeIn(entered.session());
                }
            }
        }
    }

    private void comeIn(Session mine) {
        switch (to) {
            case ConversationId.Room room -> core.rooms().enter(mine, room, Set.of(), this::isIn);
            case ConversationId.Group group ->
                core.membership()
                        .join(group, new Groups.Actor(user, null), "", outcome -> connection.run(() -> isIn(outcome)));
            case ConversationId.Single _, ConversationId.Feed _ -> isIn(Outcome.ok(mine));
        }
    }

    private void isIn(Outcome<?> outcome) {
        List<Spoken.Said> waiting = early;
        early = null;
        if (outcome instanceof Outcome.Refused<?>(Refusal refusal)) {
            refused(refusal);
        } else if (waiting != null) {
            waiting.forEach(this::send);
        }
    }

    // --- from the client

    /// Takes a message, if it is one for the conversation.
    boolean take(String raw) {
        TunnelMessage message = TunnelMessage.parse(raw);
        if (!message.type().equals(settings.event())) {
            return false;
        }
        Spoken.Said said = spoken.read(message.content());
        List<Spoken.Said> waiting = early;
        if (said == null) {
            return true; // nothing was said
        }
        if (waiting == null) {
            send(said);
        } else if (waiting.size() < EARLY_MAX) {
            waiting.add(said);
        }
        return true;
    }

    private void send(Spoken.Said said) {
        Session mine = session;
        if (mine == null || over) {
            return;
        }
        Sending sending = new Sending(
                user,
                to,
                "wafer-" + tunnels.newId(),
                ContentKind.TEXT,
                said.content(),
                said.ext(),
                List.of(),
                0,
                true,
                true,
                false,
                0);
        core.messages().send(mine, sending, outcome -> {
            switch (outcome) {
                case Outcome.Refused<Sent>(Refusal refusal) -> refused(refusal);
                // A session is not told of what it has said itself; clients of tunnels expect to be.
                case Outcome.Ok<Sent> _ ->
                    show(new Message(
                            user.user(),
                            sending.clientId(),
                            ContentKind.TEXT,
                            said.content(),
                            said.ext(),
                            List.of(),
                            0,
                            true,
                            true));
            }
        });
    }

    /// Tells the client what was not accepted, and why.
    private void refused(Refusal refusal) {
        JsonOut json = new JsonOut();
        json.raw('{').string("code").raw(':').number(refusal.code().number());
        json.raw(',').string("name").raw(':').string(refusal.code().word());
        json.raw(',').string("text").raw(':').string(refusal.sentence()).raw('}');
        String content = new String(json.toBytes(), StandardCharsets.UTF_8);
        line.send(WaferCodec.message(TunnelMessage.write(settings.event() + ".refused", content)));
    }

    // --- from the core

    void onSignal(Signal signal) {
        switch (signal) {
            case Signal.Committed committed -> show(committed.entry());
            case Signal.InRoom said -> show(said.entry());
            case Signal.OnlineOnly said when said.conversation().equals(to) -> show(said.message());
            case Signal.Ended(CloseCode code) -> ended(code);
            case Signal.OnlineOnly _,
                    Signal.Streamed _,
                    Signal.SyncNeeded _,
                    Signal.RoomPulse _,
                    Signal.Delivered _,
                    Signal.Transient _,
                    Signal.Readers _,
                    Signal.PresenceChanged _ -> {}
        }
    }

    private void show(Entry entry) {
        if (entry.conversation().equals(to) && StreamedText.whole(entry.payload()) instanceof Message message) {
            show(message);
        }
    }

    private void show(Message message) {
        boolean taken = out.offer(
                () -> {
                    String content = spoken.write(message, faces.of(new UserKey(user.app(), message.sender())));
                    if (content != null) {
                        line.send(WaferCodec.message(TunnelMessage.write(settings.event(), content)));
                    }
                },
                message.content().length());
        if (!taken) {
            // The client comes back; a hole that nobody sees would be worse.
            tunnels.cut(line.id());
        }
    }

    private void ended(CloseCode code) {
        if (code == CloseCode.REPLACED) {
            // By a newer tunnel of the same client: to say `close` might end that one too.
            connection.closeNormally();
        } else {
            line.close();
        }
    }

    void gone() {
        over = true;
        early = null;
        Session mine = session;
        session = null;
        if (mine != null) {
            core.sessions().close(mine);
        }
    }
}

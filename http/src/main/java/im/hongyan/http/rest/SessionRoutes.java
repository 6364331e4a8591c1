package im.hongyan.http.rest;

import im.hongyan.core.account.App;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.json.JsonException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is connected where, and ending it.
final class SessionRoutes {
    private final Bodies bodies;

    SessionRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.post("/api/v1/apps/{app}/presence", this::presence),
                Route.get("/api/v1/apps/{app}/users/{user}/sessions", SessionRoutes::sessions),
                Route.delete("/api/v1/apps/{app}/users/{user}/sessions", call -> end(call, null)),
                Route.delete(
                        "/api/v1/apps/{app}/users/{user}/sessions/{device}",
                        call -> end(call, DeviceId.parse(call.part("device")))));
    }

    private Reply presence(Call call) throws RefusedException, JsonException {
        App app = call.app();
        ObjectOut out = new ObjectOut().begin("users");
        for (UserId user : new LinkedHashSet<>(bodies.presence(call.body()).users())) {
            out.string(
                    user.value(),
                    call.core().presences().of(new UserKey(app.id(), user)).word());
        }
        return Reply.ok(out.end());
    }

    private static Reply sessions(Call call) throws RefusedException {
        UserKey user = call.user().key();
        List<Session> sessions = Arrays.asList(call.core().sessions().of(user));
        ObjectOut out = new ObjectOut();
        out.string("user", user.user().value())
                .string("state", call.core().presences().of(user).word())
                .objects("sessions", sessions, session -> write(out, session));
        return Reply.ok(out);
    }

    private static void write(ObjectOut out, Session session) {
        PresenceState state = session.isBackground() ? PresenceState.BACKGROUND : PresenceState.ONLINE;
        out.string("device", session.device().value())
                .string("platform", session.platform().word())
                .string("dialect", session.dialect())
                .string("state", state.word())
                .number("since", session.loggedInAtMs());
    }

    private static Reply end(Call call, @Nullable DeviceId only) throws RefusedException {
        int ended = call.core().sessions().end(call.user().key(), only, CloseCode.KICKED_BY_ADMIN);
        return Reply.ok(new ObjectOut().number("ended", ended));
    }
}

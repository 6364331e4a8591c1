package im.hongyan.http.rest;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.AppSettings.OnTooManySessions;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import java.util.List;

/// Apps and their settings.
final class AppRoutes {
    private final Bodies bodies;

    AppRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.get("/api/v1/apps", AppRoutes::list),
                Route.post("/api/v1/apps", this::create),
                Route.get("/api/v1/apps/{app}", AppRoutes::read),
                Route.patch("/api/v1/apps/{app}", this::change));
    }

    private static Reply list(Call call) {
        ObjectOut out = new ObjectOut();
        return Reply.ok(out.objects("apps", call.core().accounts().apps(), app -> write(out, app)));
    }

    private Reply create(Call call) throws RefusedException, JsonException {
        Bodies.NewApp asked = bodies.newApp(call.body());
        boolean known = call.core().accounts().app(asked.app()).isPresent();
        App app = Call.orRefuse(call.core().accounts().createApp(asked.app(), asked.change()));
        return Reply.made(!known, write(new ObjectOut(), app));
    }

    private static Reply read(Call call) throws RefusedException {
        return Reply.ok(write(new ObjectOut(), call.app()));
    }

    private Reply change(Call call) throws RefusedException, JsonException {
        App app =
                Call.orRefuse(call.core().administration().changeApp(call.app().id(), bodies.appChange(call.body())));
        return Reply.ok(write(new ObjectOut(), app));
    }

    private static ObjectOut write(ObjectOut out, App app) {
        AppSettings settings = app.settings();
        return out.string("app", app.id().value())
                .string("name", app.name())
                .bool("enabled", app.enabled())
                .number("created", app.createdAtMs())
                .begin("settings")
                .number("sessions_per_platform_max", settings.sessionsPerPlatformMax())
                .number("sessions_per_user_max", settings.sessionsPerUserMax())
                .string("on_too_many_sessions", word(settings.onTooManySessions()))
                .number("recall_window_ms", settings.recallWindowMs())
                .bool("create_user_at_login", settings.createUserAtLogin())
                .bool("users_create_rooms", settings.usersCreateRooms())
                .end();
    }

    /// The word on the wire.
    static String word(OnTooManySessions choice) {
        return switch (choice) {
            case KICK_OLDEST -> "kick_oldest";
            case REFUSE_NEW -> "refuse_new";
        };
    }
}

package im.hongyan.http.rest;

import im.hongyan.core.account.App;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import java.util.List;
import java.util.Map;

/// Users and their profiles.
final class UserRoutes {
    private final Bodies bodies;

    UserRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.get("/api/v1/apps/{app}/users", UserRoutes::list),
                Route.post("/api/v1/apps/{app}/users", this::create),
                Route.get("/api/v1/apps/{app}/users/{user}", UserRoutes::read),
                Route.patch("/api/v1/apps/{app}/users/{user}", this::change),
                Route.delete("/api/v1/apps/{app}/users/{user}", UserRoutes::disable));
    }

    private static Reply list(Call call) throws RefusedException {
        App app = call.app();
        int max = call.core().limits().usersPageMax();
        int limit = call.limit(max, max);
        String after = call.query().text("after");
        List<User> found = call.core().accounts().list(app.id(), after == null ? "" : after, limit + 1);
        boolean more = found.size() > limit;
        List<User> page = more ? found.subList(0, limit) : found;
        ObjectOut out = new ObjectOut();
        out.objects("users", page, user -> write(out, user)).bool("more", more);
        if (more) {
            out.string("next", page.getLast().key().user().value());
        }
        return Reply.ok(out);
    }

    private Reply create(Call call) throws RefusedException, JsonException {
        App app = call.app();
        Bodies.NewUser asked = bodies.newUser(call.body());
        UserKey key = new UserKey(app.id(), asked.user());
        boolean known = call.core().accounts().find(key).isPresent();
        User user = Call.orRefuse(call.core().accounts().create(key, asked.profile()));
        return Reply.made(!known, write(new ObjectOut(), user));
    }

    private static Reply read(Call call) throws RefusedException {
        return Reply.ok(write(new ObjectOut(), call.user()));
    }

    private Reply change(Call call) throws RefusedException, JsonException {
        return Reply.ok(write(new ObjectOut(), changed(call, bodies.profile(call.body()))));
    }

    private static Reply disable(Call call) throws RefusedException {
        return Reply.ok(write(new ObjectOut(), changed(call, new ProfileChange(null, null, null, false))));
    }

    private static User changed(Call call, ProfileChange change) throws RefusedException {
        return Call.orRefuse(call.core().administration().changeUser(call.userKey(), change));
    }

    private static ObjectOut write(ObjectOut out, User user) {
        out.string("user", user.key().user().value())
                .string("name", user.name())
                .string("avatar", user.avatar())
                .begin("attributes");
        for (Map.Entry<String, String> attribute : user.attributes().entrySet()) {
            out.string(attribute.getKey(), attribute.getValue());
        }
        return out.end()
                .string("allow", user.allow().word())
                .bool("enabled", user.enabled())
                .number("created", user.createdAtMs());
    }
}

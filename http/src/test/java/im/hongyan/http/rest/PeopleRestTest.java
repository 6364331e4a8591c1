package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import im.hongyan.testkit.core.MemoryWorld;
import im.hongyan.testkit.core.RecordingLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Apps, users, tokens, and where users are connected.
class PeopleRestTest {
    private static final String APP = "/api/v1/apps/demo";
    private static final String USERS = APP + "/users";

    private final RestWorld world = new RestWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private static JsonObject json(Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    @Test
    void anAppIsMadeOnceReadAndChanged() {
        RestWorld.Answer made = world.post("/api/v1/apps", json("app", "shop", "name", "店"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().getJsonObject("settings").getString("on_too_many_sessions"))
                .isEqualTo("kick_oldest");
        RestWorld.Answer again = world.post("/api/v1/apps", json("app", "shop", "name", "other"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(made.json());
        JsonObject changed = world.patch(
                        "/api/v1/apps/shop",
                        json("settings", json("sessions_per_user_max", 2, "create_user_at_login", false)))
                .json();
        assertThat(changed.getString("name")).isEqualTo("店");
        assertThat(changed.getJsonObject("settings").getInteger("sessions_per_user_max"))
                .isEqualTo(2);
        assertThat(changed.getJsonObject("settings").getInteger("sessions_per_platform_max"))
                .isEqualTo(3);
        assertThat(world.get("/api/v1/apps/shop").json()).isEqualTo(changed);
        assertThat(world.get("/api/v1/apps").json().getJsonArray("apps").stream()
                        .map(app -> ((JsonObject) app).getString("app")))
                .containsExactly("demo", "shop");
        assertThat(world.patch("/api/v1/apps/none", json("name", "x")).status()).isEqualTo(404);
    }

    @Test
    void aUserIsMadeOnceReadAndChanged() {
        JsonObject asked = json("user", "王/五", "name", "Wang \"五\"", "attributes", json("level", "7"));
        RestWorld.Answer made = world.post(USERS, asked);
        assertThat(made.status()).isEqualTo(201);
        assertThat(world.post(USERS, json("user", "王/五", "name", "other")).json())
                .isEqualTo(made.json());
        String path = USERS + "/%E7%8E%8B%2F%E4%BA%94";
        assertThat(world.get(path).json()).isEqualTo(made.json());
        JsonObject changed =
                world.patch(path, json("avatar", "https://a/b.png")).json();
        assertThat(changed.getString("name")).isEqualTo("Wang \"五\"");
        assertThat(changed.getString("avatar")).isEqualTo("https://a/b.png");
        assertThat(changed.getJsonObject("attributes")).isEqualTo(json("level", "7"));
        assertThat(world.get(USERS + "/nobody").err().getString("name")).isEqualTo("user_unknown");
        assertThat(world.get("/api/v1/apps/none/users/alice").err().getString("name"))
                .isEqualTo("app_unknown");
        assertThat(world.get(USERS + "/" + "x".repeat(65)).err().getString("name"))
                .isEqualTo("bad_user_id");
    }

    @Test
    void usersAreListedPageByPage() {
        world.users("a", "b", "c", "d", "e");
        List<String> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        while (after != null) {
            JsonObject page = world.get(USERS + "?limit=2&after=" + after).json();
            for (Object user : page.getJsonArray("users")) {
                seen.add(((JsonObject) user).getString("user"));
            }
            assertThat(page.getBoolean("more")).isEqualTo(page.containsKey("next"));
            after = page.getString("next");
            pages++;
        }
        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(pages).isEqualTo(3);
        assertThat(world.get(USERS + "?limit=1000000").json().getJsonArray("users"))
                .hasSize(5);
        for (String wrong : List.of("limit=0", "limit=x", "limit=", "limit=1&limit=2", "limit=-5")) {
            assertThat(world.get(USERS + "?" + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void aDisabledUserIsShownTheDoorAndCanComeBack() {
        world.users("alice");
        RecordingLink link = world.core.link();
        world.core.login("alice", link);
        RestWorld.Answer disabled = world.delete(USERS + "/alice");
        assertThat(disabled.status()).isEqualTo(200);
        assertThat(disabled.json().getBoolean("enabled")).isFalse();
        assertThat(link.signals()).contains(new Signal.Ended(CloseCode.USER_DISABLED));
        assertThat(world.core.login("alice", "d", Platform.H5, link).toString()).contains("USER_DISABLED");
        assertThat(world.patch(USERS + "/alice", json("enabled", true)).json().getBoolean("enabled"))
                .isTrue();
        world.core.login("alice", link);
    }

    @Test
    void aDisabledAppIsEmptied() {
        world.users("alice");
        RecordingLink here = world.core.link();
        RecordingLink lost = world.core.link();
        world.core.login("alice", here);
        Session gone = world.core.login("bob", lost);
        world.core.core().sessions().lost(gone, lost, world.core.clock().millis());
        assertThat(world.patch(APP, json("enabled", false)).status()).isEqualTo(200);
        assertThat(here.signals()).contains(new Signal.Ended(CloseCode.APP_DISABLED));
        assertThat(world.core.core().sessions().usersOnline()).isZero();
        assertThat(world.core.core().sessions().resumable()).isZero();
        assertThat(world.post(APP + "/tokens", json("user", "alice")).err().getString("name"))
                .isEqualTo("app_disabled");
    }

    @Test
    void aTokenIsIssuedAndVerified() {
        JsonObject issued = world.post(APP + "/tokens", json("user", "alice", "lifetime", 60_000))
                .json();
        assertThat(issued.getLong("expires")).isEqualTo(world.core.clock().millis() + 60_000);
        JsonObject verdict = world.post(APP + "/tokens/verify", json("token", issued.getString("token")))
                .json();
        assertThat(verdict.getBoolean("valid")).isTrue();
        assertThat(verdict.getString("user")).isEqualTo("alice");
        assertThat(verdict.getLong("expires")).isEqualTo(issued.getLong("expires"));
        world.core.clock().forward(200_000);
        JsonObject late = world.post(APP + "/tokens/verify", json("token", issued.getString("token")))
                .json();
        assertThat(late.getBoolean("valid")).isFalse();
        assertThat(late.getJsonObject("err").getString("name")).isEqualTo("token_expired");
        assertThat(world.post(APP + "/tokens", json("user", "$system")).err().getString("name"))
                .isEqualTo("bad_user_id");
    }

    @Test
    void sessionsAreShownWithoutSecretsAndEnded() {
        world.users("alice", "bob");
        RecordingLink phone = world.core.link();
        RecordingLink desk = world.core.link();
        Session first = MemoryWorld.value(world.core.login("alice", "phone-1", Platform.WECHAT, phone))
                .session();
        MemoryWorld.value(world.core.login("alice", "桌/面", Platform.WINDOWS, desk));
        world.core.core().sessions().setBackground(first, true);
        RestWorld.Answer shown = world.get(USERS + "/alice/sessions");
        assertThat(shown.text()).doesNotContain(first.secret());
        assertThat(shown.json().getString("state")).isEqualTo("online");
        assertThat(shown.json().getJsonArray("sessions").getJsonObject(0))
                .isEqualTo(json(
                        "device",
                        "phone-1",
                        "platform",
                        "wechat",
                        "dialect",
                        "test",
                        "state",
                        "background",
                        "since",
                        first.loggedInAtMs()));
        JsonObject states = world.post(
                        APP + "/presence",
                        json("users", new JsonArray().add("alice").add("bob")))
                .json();
        assertThat(states.getJsonObject("users")).isEqualTo(json("alice", "online", "bob", "offline"));
        assertThat(world.delete(USERS + "/alice/sessions/%E6%A1%8C%2F%E9%9D%A2")
                        .json()
                        .getInteger("ended"))
                .isEqualTo(1);
        assertThat(desk.signals()).contains(new Signal.Ended(CloseCode.KICKED_BY_ADMIN));
        assertThat(phone.signals()).isEmpty();
        assertThat(world.get(USERS + "/alice/sessions").json().getString("state"))
                .isEqualTo("background");
        assertThat(world.delete(USERS + "/alice/sessions/nothing").json().getInteger("ended"))
                .isZero();
        assertThat(world.delete(USERS + "/alice/sessions").json().getInteger("ended"))
                .isEqualTo(1);
        assertThat(phone.signals()).contains(new Signal.Ended(CloseCode.KICKED_BY_ADMIN));
    }
}

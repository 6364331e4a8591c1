package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.testkit.core.RecordingLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups for a back-end.
class GroupsRestTest {
    private static final String APP = "/api/v1/apps/demo";
    private static final String GROUPS = APP + "/groups";
    private static final String CLUB = GROUPS + "/club";

    private final RestWorld world = new RestWorld().users("alice", "bob", "carol", "dave");

    @AfterEach
    void close() {
        assertThat(world.core.faults()).isEmpty();
        world.close();
    }

    private static JsonObject object(Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    private static JsonArray array(Object... values) {
        return new JsonArray(List.of(values));
    }

    private JsonObject made(String type, Object... members) {
        RestWorld.Answer answer =
                world.post(GROUPS, object("group", "club", "owner", "alice", "type", type, "members", array(members)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getJsonObject("group");
    }

    private List<String> members() {
        return world.get(CLUB + "/members").json().getJsonArray("members").stream()
                .map(JsonObject.class::cast)
                .map(member -> member.getString("user") + " " + member.getString("role"))
                .toList();
    }

    private static String refused(RestWorld.Answer answer) {
        return answer.status() + " " + answer.err().getString("name");
    }

    @Test
    void aGroupFromItsMakingToItsEndIsHeardByItsMembers() {
        RecordingLink bob = world.core.link();
        world.core.login("bob", bob);
        JsonObject group = made("public", "bob");
        assertThat(group.getString("owner")).isEqualTo("alice");
        assertThat(group.getInteger("members")).isEqualTo(2);
        assertThat(world.get(CLUB).json().getJsonObject("group")).isEqualTo(group);
        assertThat(world.patch(CLUB, object("name", "鸿雁", "attributes", object("colour", "blue")))
                        .json()
                        .getJsonObject("group")
                        .getString("name"))
                .isEqualTo("鸿雁");
        assertThat(world.post(CLUB + "/members", object("users", array("carol", "bob")))
                        .json()
                        .getJsonObject("group")
                        .getInteger("members"))
                .isEqualTo(3);
        assertThat(members()).containsExactly("alice owner", "bob member", "carol member");
        assertThat(world.delete(CLUB + "/members/carol").status()).isEqualTo(200);
        assertThat(world.delete(CLUB).json().getJsonObject("group").getBoolean("dismissed"))
                .isTrue();
        assertThat(refused(world.delete(CLUB))).isEqualTo("409 group_dismissed");
        assertThat(refused(world.post(CLUB + "/members", object("users", array("dave")))))
                .isEqualTo("409 group_dismissed");
        world.core.settle();
        assertThat(bob.entries()).hasSize(5);
        JsonArray entries = world.get(APP + "/users/bob/conversations/g:club/entries")
                .json()
                .getJsonArray("entries");
        assertThat(entries.stream().map(entry -> ((JsonObject) entry).getString("action")))
                .containsExactly("created", "updated", "joined", "kicked", "dismissed");
    }

    @Test
    void pagesOfMembersHoldEverybodyOnce() {
        made("meeting", "bob", "carol", "dave");
        String after = "";
        StringBuilder all = new StringBuilder();
        while (true) {
            JsonArray page =
                    world.get(CLUB + "/members?limit=2&after=" + after).json().getJsonArray("members");
            if (page.isEmpty()) {
                break;
            }
            assertThat(page.size()).isLessThanOrEqualTo(2);
            for (Object member : page) {
                after = ((JsonObject) member).getString("user");
                all.append(after).append(' ');
            }
        }
        assertThat(all.toString()).isEqualTo("alice bob carol dave ");
        assertThat(refused(world.get(GROUPS + "/nowhere/members"))).isEqualTo("404 group_unknown");
    }

    @Test
    void rolesCardsAndMutesOfAMember() {
        made("public", "bob", "carol");
        JsonObject changed = world.patch(
                        CLUB + "/members/bob",
                        object("role", "admin", "card", "Bobby", "attributes", object("seat", "7"), "muted", 9))
                .json()
                .getJsonObject("member");
        assertThat(changed.getString("role")).isEqualTo("admin");
        assertThat(changed.getString("card")).isEqualTo("Bobby");
        assertThat(changed.getLong("muted")).isEqualTo(9);
        assertThat(changed.getJsonObject("attributes")).isEqualTo(object("seat", "7"));
        assertThat(world.get(CLUB + "/members/bob").json().getJsonObject("member"))
                .isEqualTo(changed);
        assertThat(world.patch(CLUB + "/members/bob", object("role", "owner"))
                        .json()
                        .getJsonObject("member")
                        .getString("role"))
                .isEqualTo("owner");
        assertThat(members()).containsExactly("alice member", "bob owner", "carol member");
        assertThat(refused(world.patch(CLUB + "/members/dave", object("card", "D"))))
                .isEqualTo("404 member_unknown");
        assertThat(refused(world.get(CLUB + "/members/dave"))).isEqualTo("404 member_unknown");
    }

    @Test
    void bansApplicationsAndSpeakersAreLists() {
        made("public", "bob");
        assertThat(world.post(CLUB + "/bans", object("user", "bob", "until", 0)).status())
                .isEqualTo(200);
        assertThat(members()).containsExactly("alice owner");
        JsonObject ban = world.get(CLUB + "/bans").json().getJsonArray("bans").getJsonObject(0);
        assertThat(ban.getString("user")).isEqualTo("bob");
        assertThat(ban.getLong("at")).isEqualTo(world.core.clock().millis());
        assertThat(refused(world.post(CLUB + "/members", object("users", array("bob")))))
                .isEqualTo("403 group_banned");
        assertThat(world.delete(CLUB + "/bans/bob").status()).isEqualTo(200);
        assertThat(world.get(CLUB + "/bans").json().getJsonArray("bans")).isEmpty();

        world.applies("carol");
        assertThat(world.get(CLUB + "/applications")
                        .json()
                        .getJsonArray("applications")
                        .getJsonObject(0)
                        .getString("reason"))
                .isEqualTo("me too");
        assertThat(world.post(CLUB + "/applications/carol", object("accept", true))
                        .status())
                .isEqualTo(200);
        assertThat(refused(world.post(CLUB + "/applications/carol", object("accept", true))))
                .isEqualTo("404 application_unknown");
        assertThat(members()).containsExactly("alice owner", "carol member");

        world.patch(CLUB, object("muted", true));
        assertThat(refused(say("carol", "c1"))).isEqualTo("403 muted");
        assertThat(world.post(CLUB + "/speakers", object("users", array("carol")))
                        .status())
                .isEqualTo(200);
        assertThat(say("carol", "c1").status()).isEqualTo(200);
        assertThat(world.get(CLUB + "/speakers").json().getJsonArray("speakers"))
                .hasSize(1);
        assertThat(world.delete(CLUB + "/speakers/carol").status()).isEqualTo(200);
        assertThat(refused(say("carol", "c2"))).isEqualTo("403 muted");
        world.post(CLUB + "/speakers", object("users", array("carol")));
        world.delete(CLUB + "/members/carol");
        assertThat(world.get(CLUB + "/speakers").json().getJsonArray("speakers"))
                .as("who goes is on no list")
                .isEmpty();
    }

    private RestWorld.Answer say(String from, String cid) {
        return world.post(
                APP + "/messages",
                object("from", from, "group", "club", "cid", cid, "type", "text", "content", object("text", "hi")));
    }

    @Test
    void aMessageToAGroupReachesItsMembers() {
        made("work", "bob");
        RecordingLink bob = world.core.link();
        world.core.login("bob", bob);
        RestWorld.Answer said = say("alice", "c1");
        assertThat(said.status()).as(said.text()).isEqualTo(200);
        assertThat(say("alice", "c1").json()).isEqualTo(said.json());
        assertThat(say("$system", "c1").status()).isEqualTo(200);
        assertThat(refused(say("carol", "c1"))).isEqualTo("403 not_a_member");
        world.core.settle();
        assertThat(bob.entries()).hasSize(2);
        assertThat(refused(world.post(
                        APP + "/messages",
                        object("from", "alice", "to", "bob", "group", "club", "cid", "c", "type", "text"))))
                .isEqualTo("400 bad_frame");
    }

    @Test
    void countersAddUpHoweverManyAddAtOnce() {
        made("work");
        List<CompletableFuture<Integer>> all = IntStream.range(0, 20)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> world.post(CLUB + "/counters", object("how", "add", "counters", object("likes", 2)))
                                .status()))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).distinct()).containsExactly(200);
        assertThat(world.get(CLUB + "/counters").json()).isEqualTo(object("counters", object("likes", 40)));
        assertThat(world.post(CLUB + "/counters", object("how", "set", "counters", object("likes", -1, "b", 3)))
                        .json())
                .isEqualTo(object("counters", object("b", 3, "likes", -1)));
        JsonObject many = new JsonObject();
        IntStream.range(0, 60).forEach(i -> many.put("n" + i, i));
        assertThat(refused(world.post(CLUB + "/counters", object("how", "set", "counters", many))))
                .isEqualTo("400 too_many");
        assertThat(refused(
                        world.post(CLUB + "/counters", object("how", "add", "counters", object("b", (1L << 53) - 1)))))
                .isEqualTo("400 bad_frame");
    }

    @Test
    void groupsOfAUser() {
        made("work", "bob");
        assertThat(world.get(APP + "/users/bob/groups").json().getJsonArray("groups"))
                .hasSize(1);
        assertThat(world.get(APP + "/users/carol/groups").json().getJsonArray("groups"))
                .isEmpty();
        assertThat(refused(world.get(APP + "/users/nobody/groups"))).isEqualTo("404 user_unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "owner, nobody, 404, user_unknown, users",
        "type, secret, 400, bad_frame, type",
        "members, x, 400, bad_frame, members",
        "join, never, 400, bad_frame, join",
        "invite, never, 400, bad_frame, invite",
        "max, x, 400, bad_frame, max",
        "muted, x, 400, bad_frame, muted",
        "attributes, x, 400, bad_frame, attributes"
    })
    void aWrongFieldIsNamed(String field, String value, int status, String name, String told) {
        JsonObject asked = object("group", "club", "owner", "alice").put(field, value);
        RestWorld.Answer answer = world.post(GROUPS, asked);
        assertThat(refused(answer)).isEqualTo(status + " " + name);
        assertThat(answer.err().getString("field")).isEqualTo(told);
    }

    @Test
    void whatIsTooLongIsRefusedByTheNameOfItsLimit() {
        RestWorld.Answer answer = world.post(GROUPS, object("owner", "alice", "name", "x".repeat(201)));
        assertThat(refused(answer)).isEqualTo("400 too_long");
        assertThat(answer.err().getString("text")).contains("200 bytes");
        JsonArray many = new JsonArray();
        IntStream.range(0, 101).forEach(i -> many.add("u" + i));
        assertThat(refused(world.post(GROUPS, object("owner", "alice", "members", many))))
                .isEqualTo("400 too_many");
    }
}

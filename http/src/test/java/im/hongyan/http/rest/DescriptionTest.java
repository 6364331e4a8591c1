package im.hongyan.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.friend.FriendRequests;
import im.hongyan.core.friend.FriendRequests.Asked;
import im.hongyan.core.friend.Friends;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.message.Sent;
import im.hongyan.core.room.RoomChange;
import im.hongyan.core.room.RoomView;
import im.hongyan.core.session.Platform;
import im.hongyan.testkit.core.MemoryWorld;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The description says what the server does: every route is in it, every example of it is tried, and every answer
/// is as described.
class DescriptionTest {
    private static final JsonObject DOCUMENT = new JsonObject(new String(Description.JSON, StandardCharsets.UTF_8));
    private static final Schema SCHEMA = new Schema(DOCUMENT);
    private static final List<String> METHODS = List.of("get", "post", "patch", "put", "delete");

    /// One operation of the description.
    record Described(String method, String path, JsonObject operation) {
        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    /// A request to try: an example of a body, or none, and the status it must get.
    record Try(Described described, String name, String body, int status) {
        @Override
        public String toString() {
            return described + " " + name;
        }
    }

    static Stream<Described> operations() {
        List<Described> all = new ArrayList<>();
        JsonObject paths = DOCUMENT.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                assertThat(METHODS).contains(method);
                all.add(new Described(method, path, paths.getJsonObject(path).getJsonObject(method)));
            }
        }
        return all.stream();
    }

    static Stream<Try> examples() {
        return operations().filter(described -> !isOfFiles(described)).flatMap(described -> {
            JsonObject body = described.operation().getJsonObject("requestBody");
            if (body == null) {
                return Stream.of(new Try(described, "", null, 200));
            }
            JsonObject examples = body.getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("examples");
            return examples.fieldNames().stream().map(name -> {
                JsonObject example = examples.getJsonObject(name);
                return new Try(
                        described, name, example.getJsonObject("value").encode(), example.getInteger("x-status"));
            });
        });
    }

    /// Files come in forms and need users: [FilesRestTest] tries them.
    private static boolean isOfFiles(Described described) {
        return described.operation().getJsonArray("tags").contains("files");
    }

    @Test
    void everyRouteIsDescribedAndEverythingDescribedIsARoute() {
        try (RestWorld world = new RestWorld()) {
            Stream<String> mounted = Stream.concat(
                    world.rest.routes().stream().map(Route::toString),
                    Stream.of("GET " + Rest.DESCRIPTION, "POST " + FileRoutes.UPLOAD, "GET " + FileRoutes.FRESH));
            assertThat(operations().map(Described::toString)).containsExactlyInAnyOrderElementsOf(mounted.toList());
        }
    }

    @Test
    void itIsServedToAnyone() {
        try (RestWorld world = new RestWorld()) {
            RestWorld.Answer answer =
                    world.send(world.stranger("/api/v1/openapi.json").GET());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().getString("openapi")).startsWith("3.1");
        }
    }

    @Test
    void itKnowsTheWholeCatalogue() {
        JsonArray names = DOCUMENT.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Reason")
                .getJsonObject("properties")
                .getJsonObject("name")
                .getJsonArray("enum");
        assertThat(names.stream().map(Object::toString).toList())
                .isEqualTo(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::word).toList());
    }

    @Test
    void itsTablesOfErrorsAgreeWithTheStatusOfEveryCode() {
        JsonObject responses = DOCUMENT.getJsonObject("components").getJsonObject("responses");
        for (String name : responses.fieldNames()) {
            JsonObject err = responses
                    .getJsonObject(name)
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("example");
            assertThat(SCHEMA.complaints(schema("Error"), err)).as(name).isEmpty();
            ErrorCode code =
                    ErrorCode.valueOf(err.getJsonObject("err").getString("name").toUpperCase(Locale.ROOT));
            assertThat(err.getJsonObject("err").getInteger("code")).isEqualTo(code.number());
            assertThat(err.getJsonObject("err").getString("zh")).isEqualTo(code.chinese());
            operations().forEach(described -> {
                JsonObject answers = described.operation().getJsonObject("responses");
                for (String status : answers.fieldNames()) {
                    boolean here = ("#/components/responses/" + name)
                            .equals(answers.getJsonObject(status).getString("$ref"));
                    // A body of another type is told under the code of a wrong field.
                    if (here && !status.equals("415")) {
                        assertThat(ErrorReplies.status(code))
                                .as(described + " " + name)
                                .isEqualTo(Integer.parseInt(status));
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void itsOperationsAreWhole(Described described) {
        JsonObject operation = described.operation();
        assertThat(operation.getString("operationId")).isNotBlank();
        assertThat(operation.getString("summary")).isNotBlank();
        JsonObject answers = operation.getJsonObject("responses");
        for (String status : answers.fieldNames()) {
            JsonObject answer = SCHEMA.resolve(answers.getJsonObject(status));
            JsonObject content = answer.getJsonObject("content").getJsonObject("application/json");
            if (content.containsKey("example")) {
                assertThat(SCHEMA.complaints(content.getJsonObject("schema"), content.getJsonObject("example")))
                        .as("the example of " + status)
                        .isEmpty();
            }
        }
        Set<String> inPath = new HashSet<>();
        for (Object each : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = SCHEMA.resolve((JsonObject) each);
            if (parameter.getString("in").equals("path")) {
                inPath.add("{" + parameter.getString("name") + "}");
            }
        }
        assertThat(Stream.of(described.path().split("/")).filter(part -> part.startsWith("{")))
                .containsExactlyInAnyOrderElementsOf(inPath);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsExamplesDoWhatItSays(Try example) {
        JsonObject operation = example.described().operation();
        if (example.body() != null && example.status() < 300) {
            JsonObject schema = operation
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
            assertThat(SCHEMA.complaints(schema, new JsonObject(example.body())))
                    .isEmpty();
        }
        try (RestWorld world =
                new RestWorld().users("alice", "bob", "dave", "erin").club("alice", "bob", "dave")) {
            MemoryWorld.value(world.core.login("alice", "phone-1", Platform.WECHAT, world.core.link()));
            MemoryWorld.value(MemoryWorld.<Sent>await(
                    reply -> world.core.core().messages().send(MemoryWorld.text("alice", "bob", "seed", "hi"), reply)));
            ConversationId.Room lobby = new ConversationId.Room(MemoryWorld.APP, "lobby");
            MemoryWorld.value(MemoryWorld.<RoomView>await(reply -> world.core
                    .core()
                    .roomChanges()
                    .create(lobby, MemoryWorld.key("$system"), null, RoomChange.NONE, reply)));
            befriend(world);
            HttpRequest.Builder request = world.request(address(example.described()));
            request = example.body() == null
                    ? request.method(
                            example.described().method().toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody())
                    : request.header("Content-Type", "application/json")
                            .method(
                                    example.described().method().toUpperCase(Locale.ROOT),
                                    HttpRequest.BodyPublishers.ofString(example.body()));
            RestWorld.Answer answer = world.send(request);
            assertThat(answer.status()).as(answer.text()).isEqualTo(example.status());
            JsonObject described =
                    operation.getJsonObject("responses").getJsonObject(Integer.toString(answer.status()));
            assertThat(described)
                    .as("status " + answer.status() + " is described")
                    .isNotNull();
            JsonObject schema = SCHEMA.resolve(described)
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
            assertThat(SCHEMA.complaints(schema, answer.json()))
                    .as(answer.text())
                    .isEmpty();
        }
    }

    /// Alice and Erin are friends, and Dave would like to be one.
    private static void befriend(RestWorld world) {
        FriendRequests requests = world.core.core().friendRequests();
        UserKey alice = MemoryWorld.key("alice");
        UserKey dave = MemoryWorld.key("dave");
        MemoryWorld.value(MemoryWorld.<Friends.Changed>await(reply ->
                requests.add(alice, alice.user(), MemoryWorld.key("erin").user(), Asked.NOTHING, reply)));
        MemoryWorld.value(MemoryWorld.<Friends.Changed>await(
                reply -> requests.request(dave, dave.user(), alice.user(), Asked.NOTHING, reply)));
    }

    private static JsonObject schema(String name) {
        return new JsonObject().put("$ref", "#/components/schemas/" + name);
    }

    /// The path with the parameters' examples in it.
    private static String address(Described described) {
        String path = described.path();
        StringBuilder query = new StringBuilder();
        for (Object each : described.operation().getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = SCHEMA.resolve((JsonObject) each);
            String value = URLEncoder.encode(parameter.getValue("example").toString(), StandardCharsets.UTF_8);
            if (parameter.getString("in").equals("path")) {
                path = path.replace("{" + parameter.getString("name") + "}", value);
            } else {
                query.append(query.isEmpty() ? '?' : '&');
                query.append(parameter.getString("name")).append('=').append(value);
            }
        }
        return path + query;
    }
}

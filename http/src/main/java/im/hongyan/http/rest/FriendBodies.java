package im.hongyan.http.rest;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.FriendRequests.Asked;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of requests about friends.
record FriendBodies(Bodies bodies) {
    private static final JsonNames NAMES = new JsonNames(List.of(
            "user",
            "wording",
            "source",
            "remark",
            "lists",
            "attributes",
            "ask",
            "accept",
            "reason",
            "both",
            "unfriend"));

    /// @param ask whether the other is asked; else they are friends at once
    record Added(UserId user, Asked asked, boolean ask) {}

    record Edited(@Nullable String remark, @Nullable List<String> lists, Map<String, String> attributes) {}

    record Answered(boolean accept, Asked asked, String reason) {}

    record Blocked(UserId user, boolean both, boolean unfriend) {}

    Added added(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, NAMES);
        return new Added(user(fields), asked(fields), fields.bool(NAMES.find("ask"), false));
    }

    Edited edited(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, NAMES);
        Map<String, String> attributes = Bodies.attributes(fields, NAMES.find("attributes"));
        return new Edited(
                fields.stringOrNull(NAMES.find("remark")), lists(fields), attributes == null ? Map.of() : attributes);
    }

    Answered answered(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, NAMES);
        Boolean accept = fields.boolOrNull(NAMES.find("accept"));
        if (accept == null) {
            throw fields.refused(NAMES.find("accept"), "must be true or false");
        }
        return new Answered(accept, asked(fields), text(fields, "reason"));
    }

    Blocked blocked(byte[] body) throws RefusedException, JsonException {
        JsonFields fields = bodies.read(body, NAMES);
        return new Blocked(
                user(fields), fields.bool(NAMES.find("both"), false), fields.bool(NAMES.find("unfriend"), false));
    }

    private static UserId user(JsonFields fields) throws RefusedException {
        return Bodies.user(fields, NAMES.find("user"), "user");
    }

    private Asked asked(JsonFields fields) throws RefusedException, JsonException {
        List<String> lists = lists(fields);
        Map<String, String> attributes = Bodies.attributes(fields, NAMES.find("attributes"));
        return new Asked(
                text(fields, "wording"),
                text(fields, "source"),
                text(fields, "remark"),
                lists == null ? List.of() : lists,
                attributes == null ? Map.of() : attributes);
    }

    private @Nullable List<String> lists(JsonFields fields) throws RefusedException, JsonException {
        int lists = NAMES.find("lists");
        return fields.has(lists) ? fields.strings(lists, bodies.limits().friendListsMax()) : null;
    }

    private static String text(JsonFields fields, String name) throws RefusedException {
        String text = fields.stringOrNull(NAMES.find(name));
        return text == null ? "" : text;
    }
}

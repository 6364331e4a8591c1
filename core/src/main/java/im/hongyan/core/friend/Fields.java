package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an item's fact says, read back.
record Fields(Map<String, String> fields) {
    /// Between names: it is in none of them, because it is a control character.
    static final String BETWEEN = "\n";
    /// What the names of an application's own fields begin with.
    private static final String ATTRIBUTE = "a.";

    static void putAttributes(Map<String, String> to, Map<String, String> attributes) {
        attributes.forEach((name, value) -> to.put(ATTRIBUTE + name, value));
    }

    Item item(Item.Kind kind, String name) {
        if (fields.containsKey("gone")) {
            return new Item.Gone(kind, name, version());
        }
        return switch (kind) {
            case FRIEND -> friend(new UserId(name));
            case REQUEST -> request(new UserId(name));
            case BLOCK -> new Item.Block(new UserId(name), truth("both"), number("at"), version());
            case LIST -> new Item.FriendList(name, number("at"), version());
        };
    }

    private Item.Friend friend(UserId user) {
        return new Item.Friend(
                user,
                text("remark"),
                names("lists"),
                attributes(),
                text("wording"),
                text("source"),
                number("since"),
                version());
    }

    private Item.Request request(UserId user) {
        return new Item.Request(
                user,
                truth("mine"),
                Item.Request.State.of(text("state")),
                text("wording"),
                text("source"),
                text("reason"),
                text("remark"),
                names("lists"),
                number("at"),
                version());
    }

    private long version() {
        return number("v");
    }

    private String text(String name) {
        return fields.getOrDefault(name, "");
    }

    private long number(String name) {
        return Long.parseLong(text(name));
    }

    private boolean truth(String name) {
        return text(name).equals("true");
    }

    private List<String> names(String name) {
        String text = text(name);
        return text.isEmpty() ? List.of() : List.of(text.split(BETWEEN, -1));
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        return attributes;
    }
}

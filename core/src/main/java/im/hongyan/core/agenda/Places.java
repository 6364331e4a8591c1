package im.hongyan.core.agenda;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import java.util.HashMap;
import java.util.Map;

/// Conversations in the fields of facts.
public final class Places {
    private Places() {}

    /// Fields that name the conversation and a number in it; can be added to.
    public static Map<String, String> fields(ConversationId conversation, long number) {
        Map<String, String> fields = new HashMap<>();
        switch (conversation) {
            case ConversationId.Single single -> {
                fields.put("a", single.a().value());
                fields.put("b", single.b().value());
            }
            case ConversationId.Group group -> fields.put("g", group.id());
            case ConversationId.Room room -> fields.put("r", room.id());
            case ConversationId.Feed feed -> fields.put("u", feed.user().value());
        }
        fields.put("n", Long.toString(number));
        return fields;
    }

    public static ConversationId conversation(AppId app, Map<String, String> fields) {
        String a = fields.get("a");
        String group = fields.get("g");
        String room = fields.get("r");
        if (a != null) {
            return new ConversationId.Single(app, new UserId(a), new UserId(text(fields, "b")));
        }
        if (group != null) {
            return new ConversationId.Group(app, group);
        }
        return room != null
                ? new ConversationId.Room(app, room)
                : new ConversationId.Feed(app, new UserId(text(fields, "u")));
    }

    public static long number(Map<String, String> fields) {
        return Long.parseLong(text(fields, "n"));
    }

    private static String text(Map<String, String> fields, String name) {
        String text = fields.get(name);
        if (text == null) {
            throw new IllegalStateException("a fact lacks " + name);
        }
        return text;
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Notes;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.RoomAction;
import im.hongyan.core.log.Special;
import im.hongyan.core.log.Story;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonWalk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Entries from the wire, as a client reads them.
final class EntryReader {
    private EntryReader() {}

    /// The members of the frame that are objects, as they stand.
    static Map<String, RawJson> rawParts(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        Map<String, RawJson> parts = new HashMap<>();
        JsonWalk walk = new JsonWalk(bytes, 0, bytes.length, 32);
        try {
            while (walk.next()) {
                if (walk.isObject()) {
                    parts.put(walk.name(), new RawJson(Arrays.copyOfRange(bytes, walk.start(), walk.end())));
                }
            }
        } catch (JsonException e) {
            throw new AssertionError(frame, e);
        }
        return parts;
    }

    /// @param owner whose feed it is, when it stands in a feed
    static Entry entry(Map<String, Object> seen, AppId app, UserId owner, Map<String, RawJson> raw) {
        UserId from = new UserId((String) seen.get("from"));
        String to = (String) seen.get("to");
        ConversationId conversation =
                to.equals("u:") ? new ConversationId.Feed(app, owner) : conversation(to, new UserKey(app, from));
        Payload payload = seen.get("op").equals("msg")
                ? message(seen, from, raw)
                : event(seen, from, new UserKey(app, owner), raw);
        return new Entry(
                conversation, number(seen, "n"), number(seen, "mid"), number(seen, "t"), number(seen, "k"), payload);
    }

    private static ConversationId conversation(String name, UserKey user) {
        return Objects.requireNonNull(ConversationName.parse(name)).of(user);
    }

    private static Payload message(Map<String, Object> seen, UserId from, Map<String, RawJson> raw) {
        String clientId = (String) seen.get("cid");
        String type = (String) seen.get("type");
        if (type.equals("recalled")) {
            // The kind and whether it counted are not told.
            return new Payload.Recalled(from, clientId, ContentKind.TEXT, new UserId((String) seen.get("by")), true);
        }
        if (type.equals("expired") || type.equals("burnt")) {
            return new Payload.Expired(from, clientId, ContentKind.TEXT, type.equals("burnt"), true, List.of());
        }
        if (type.equals("removed")) {
            return new Fate.Hidden(from, clientId);
        }
        @SuppressWarnings("unchecked")
        List<String> mentions = (List<String>) seen.getOrDefault("mentions", List.of());
        return new Message(
                from,
                clientId,
                ContentKind.valueOf(type.toUpperCase(Locale.ROOT)),
                Objects.requireNonNull(raw.get("content")),
                raw.get("ext"),
                mentions,
                (Long) seen.getOrDefault("quote", 0L),
                (Boolean) seen.getOrDefault("count", true),
                (Boolean) seen.getOrDefault("push", true),
                story(seen),
                special(seen));
    }

    @SuppressWarnings("unchecked")
    private static Story story(Map<String, Object> seen) {
        Map<String, Object> edited = (Map<String, Object>) seen.getOrDefault("edited", Map.of());
        List<Reaction> reactions = ((List<Map<String, Object>>) seen.getOrDefault("reactions", List.of()))
                .stream()
                        .map(one -> new Reaction(
                                0,
                                (String) one.get("key"),
                                (Long) one.get("count"),
                                ((List<String>) one.get("users"))
                                        .stream().map(UserId::new).toList()))
                        .toList();
        long rev = (Long) seen.getOrDefault("rev", 0L);
        // The root is left out where it is the quoted message.
        long root = (Long) seen.getOrDefault("root", rev == 0 ? 0L : seen.getOrDefault("quote", 0L));
        return new Story(
                root,
                rev,
                (int) (long) (Long) edited.getOrDefault("count", 0L),
                (Long) edited.getOrDefault("t", 0L),
                reactions);
    }

    private static Payload fate(Map<String, Object> seen, UserId from, String event) {
        return switch (event) {
            case "edit" ->
                new Fate.Edited(
                        from,
                        number(seen, "target"),
                        new UserId((String) seen.get("sender")),
                        (String) seen.get("cid"),
                        number(seen, "rev"),
                        null);
            case "reaction" ->
                new Fate.Reacted(
                        from,
                        number(seen, "target"),
                        number(seen, "rev"),
                        (String) seen.get("key"),
                        (Boolean) seen.get("on"),
                        number(seen, "count"));
            default -> new Fate.Pinned(from, number(seen, "target"), (Boolean) seen.get("on"));
        };
    }

    @SuppressWarnings("unchecked")
    private static List<Long> numbers(Map<String, Object> seen, String name) {
        return (List<Long>) seen.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Special special(Map<String, Object> message) {
        Map<String, Object> how = (Map<String, Object>) message.getOrDefault("how", Map.of());
        List<String> only = (List<String>) how.getOrDefault("only", List.of());
        return new Special(
                only.stream().map(UserId::new).toList(),
                Objects.requireNonNull(Priority.of((String) how.getOrDefault("priority", "normal"))),
                (Long) how.getOrDefault("life", 0L),
                (Long) how.getOrDefault("burn", 0L),
                (Boolean) how.getOrDefault("open", false));
    }

    @SuppressWarnings("unchecked")
    private static Payload happened(Happening what, Map<String, Object> seen, UserId from, Map<String, RawJson> raw) {
        Map<String, String> fields = new HashMap<>((Map<String, String>) seen.get("fields"));
        RawJson content = raw.get("content");
        if (content != null) {
            fields.put("content", content.toString());
        }
        return new Payload.Happened(
                from, what, (List<Long>) seen.getOrDefault("targets", List.of()), fields, List.of());
    }

    private static Payload event(Map<String, Object> seen, UserId from, UserKey owner, Map<String, RawJson> raw) {
        String event = (String) seen.get("event");
        if (event.equals("recall")) {
            return new Payload.Recall(from, number(seen, "target"), new UserId((String) seen.get("sender")), (Boolean)
                    seen.get("counted"));
        }
        if (event.equals("group")) {
            return group(seen, from);
        }
        if (event.equals("room")) {
            return room(seen, from);
        }
        if (event.equals("friend")) {
            @SuppressWarnings("unchecked")
            Map<String, String> fields = (Map<String, String>) seen.get("fields");
            FriendAction action = FriendAction.valueOf(((String) seen.get("action")).toUpperCase(Locale.ROOT));
            return new Payload.FriendEvent(
                    from, action, new UserId((String) seen.get("user")), number(seen, "version"), fields);
        }
        if (List.of("edit", "reaction", "pin").contains(event)) {
            return fate(seen, from, event);
        }
        if (event.equals("withheld")) {
            return new Payload.Withheld((Boolean) seen.get("counted"));
        }
        for (Happening what : Happening.values()) {
            if (what.word().equals(event)) {
                return happened(what, seen, from, raw);
            }
        }
        ConversationId about = conversation((String) seen.get("conv"), owner);
        return switch (event) {
            case "removed" -> new Fate.Removed(from, about, numbers(seen, "numbers"), numbers(seen, "counting"));
            case "read" -> new Payload.ReadMark(from, about, number(seen, "read"), number(seen, "rk"));
            case "receipt" ->
                new Payload.ReadReceipt(new UserId((String) seen.get("user")), about, number(seen, "read"));
            case "setting" ->
                new Payload.SettingsChanged(
                        from,
                        about,
                        new Member(
                                        Mark.ZERO,
                                        Mark.ZERO,
                                        0,
                                        new Mark(number(seen, "cleared"), number(seen, "ck")),
                                        (Boolean) seen.get("hidden") ? 1 : 0,
                                        number(seen, "pin"),
                                        (Boolean) seen.get("mute"))
                                .withNotes(notes(seen)));
            default -> throw new AssertionError("an event nobody specified: " + event);
        };
    }

    @SuppressWarnings("unchecked")
    private static Notes notes(Map<String, Object> setting) {
        Map<String, Object> seen = (Map<String, Object>) setting.get("notes");
        if (seen == null) {
            return Notes.NONE;
        }
        long marks = 0;
        for (String mark : (List<String>) seen.getOrDefault("marks", List.of())) {
            marks |= ConversationMark.bit(mark);
        }
        return new Notes(
                (Boolean) seen.get("mentions"),
                (String) seen.getOrDefault("draft", ""),
                (String) seen.getOrDefault("custom", ""),
                marks,
                ((List<Long>) seen.getOrDefault("folders", List.of()))
                        .stream().map(Long::intValue).toList());
    }

    private static Payload group(Map<String, Object> seen, UserId from) {
        @SuppressWarnings("unchecked")
        List<String> users = (List<String>) seen.get("users");
        @SuppressWarnings("unchecked")
        Map<String, String> fields = (Map<String, String>) seen.get("fields");
        GroupAction action = GroupAction.valueOf(((String) seen.get("action")).toUpperCase(Locale.ROOT));
        return new Payload.GroupEvent(
                from, action, users.stream().map(UserId::new).toList(), fields);
    }

    private static Payload room(Map<String, Object> seen, UserId from) {
        @SuppressWarnings("unchecked")
        List<String> users = (List<String>) seen.get("users");
        @SuppressWarnings("unchecked")
        Map<String, String> fields = (Map<String, String>) seen.get("fields");
        RoomAction action = RoomAction.valueOf(((String) seen.get("action")).toUpperCase(Locale.ROOT));
        return new Payload.RoomEvent(
                from, action, users.stream().map(UserId::new).toList(), fields);
    }

    private static long number(Map<String, Object> seen, String name) {
        return (Long) seen.get(name);
    }
}

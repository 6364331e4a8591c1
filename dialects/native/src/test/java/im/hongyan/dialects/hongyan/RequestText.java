package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Allow;
import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.conversation.SettingsChange;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Edits;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.entry.SpecialReader;
import im.hongyan.dialect.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Requests as a client would write them: fields in any order, some defaults written out, some not, unknown fields
/// among them.
final class RequestText {
    private final List<String> fields = new ArrayList<>();
    private final Random random;

    private RequestText(Random random) {
        this.random = random;
    }

    static String of(Request request, Random random) {
        RequestText text = new RequestText(random);
        text.write(request);
        if (request.id() != 0) {
            text.number("id", request.id());
        }
        if (random.nextBoolean()) {
            text.raw("unknown", "{\"op\":[1, \"}\"]}");
        }
        Collections.shuffle(text.fields, random);
        return "{" + String.join(random.nextBoolean() ? "," : " ,\n\t", text.fields) + "}";
    }

    private void write(Request request) {
        switch (request) {
            case Request.Login login ->
                op("login")
                        .number("v", 1)
                        .string("app", login.app().value())
                        .string("token", login.token())
                        .string("device", login.device().value())
                        .string("platform", login.platform().word())
                        .string("sdk", login.sdk());
            case Request.Resume resume ->
                op("resume").number("v", 1).string("app", resume.app().value()).string("session", resume.session());
            case Request.Ping _ -> op("ping");
            case Request.State state -> op("state").string("state", state.background() ? "background" : "foreground");
            case Request.Renew renew -> op("renew").string("token", renew.token());
            case Request.Logout _ -> op("logout");
            case Request.Send send -> send(send);
            case Request.Recall recall ->
                op("recall").name("conv", recall.conversation()).number("n", recall.number());
            case Request.History history ->
                op("history")
                        .name("conv", history.conversation())
                        .orDefault("from", history.from(), 0)
                        .orDefault("limit", history.limit(), 20)
                        .string("dir", history.forward() ? "forward" : "back");
            case Request.Read read ->
                op("read").name("conv", read.conversation()).number("n", read.number());
            case Request.Ack ack ->
                op("ack")
                        .raw(
                                "got",
                                "["
                                        + String.join(
                                                ", ",
                                                ack.got().stream()
                                                        .map(got -> "[" + quoted(written(got.conversation())) + ","
                                                                + got.number() + "]")
                                                        .toList())
                                        + "]");
            case Request.Conversations list ->
                op("conversations")
                        .orDefault("limit", list.limit(), 50)
                        .stringOrNull("after", list.after())
                        .raw("data", filter(list.filter()));
            case Request.Total _ -> op("total");
            case Request.Sync sync ->
                op("sync")
                        .orDefault("cursor", sync.cursor(), 0)
                        .orDefault("limit", sync.limit(), 50)
                        .orDefault("entries", sync.entries(), 20)
                        .stringOrNull("next", sync.next());
            case Request.Set set ->
                op("set")
                        .name("conv", set.conversation())
                        .boolOrNull("pin", set.change().pin())
                        .boolOrNull("mute", set.change().mute())
                        .raw("notes", notes(set.change()));
            case Request.Clear clear ->
                op("clear").name("conv", clear.conversation()).orDefault("n", clear.number(), 0);
            case Request.Delete delete ->
                op("delete").name("conv", delete.conversation()).flag("clear", delete.clear(), false);
            case Request.Signal signal ->
                op("signal")
                        .name("to", signal.to())
                        .string("name", signal.name())
                        .raw("data", signal.data().toString());
            case Request.Presence presence ->
                op("presence")
                        .strings(
                                "users",
                                presence.users().stream().map(Object::toString).toList())
                        .boolOrNull("watch", presence.watch())
                        .stringOrNull("status", presence.text());
            case Request.Users users ->
                op("users")
                        .strings(
                                "users",
                                users.users().stream().map(Object::toString).toList());
            case Request.Group group -> group(group);
            case Request.Room room -> room(room);
            case Request.Friend friend -> friend(friend);
            case Request.Message message -> message(message);
            case Request.Folder folder ->
                op("folder")
                        .string("do", folder.deed())
                        .stringOrNull("name", folder.name())
                        .raw("data", object(folder.read().data()))
                        .strings(
                                "convs",
                                folder.conversations().stream()
                                        .map(RequestText::written)
                                        .toList());
            case Request.Schedule schedule -> {
                Request.Send waiting = schedule.send();
                if (waiting != null) {
                    send(waiting);
                    fields.removeIf(field -> field.startsWith("\"op\""));
                } else {
                    string("cid", schedule.clientId());
                }
                op("schedule")
                        .string("do", schedule.deed())
                        .raw("data", object(schedule.read().data()));
            }
            case Request.Stream stream -> {
                ConversationName name = stream.conversation();
                if (name != null) {
                    name("conv", name).number("n", stream.number());
                }
                op("stream")
                        .string("do", stream.deed())
                        .raw("data", object(stream.read().data()));
            }
            case Request.Assist assist -> {
                ConversationName name = assist.conversation();
                if (name != null) {
                    name("conv", name);
                }
                if (assist.number() != 0) {
                    number("n", assist.number());
                }
                op("assist")
                        .string("do", assist.deed())
                        .raw("data", object(assist.read().data()));
            }
            case Request.Profile profile -> profile(profile);
        }
    }

    private static String how(SpecialReader how) {
        List<String> parts = new ArrayList<>();
        parts.add("\"only\":["
                + String.join(
                        ",",
                        how.special().only().stream()
                                .map(user -> quoted(user.value()))
                                .toList())
                + "]");
        parts.add("\"priority\":" + quoted(how.special().priority().word()));
        if (how.special().lifeMs() > 0) {
            parts.add("\"life\":" + how.special().lifeMs());
        }
        if (how.special().burnMs() > 0) {
            parts.add("\"burn\":" + how.special().burnMs());
        }
        parts.add("\"online\":" + how.online());
        return "{" + String.join(",", parts) + "}";
    }

    private static String filter(ListFilter filter) {
        List<String> parts = new ArrayList<>();
        ConversationMark.words(filter.mark()).forEach(mark -> parts.add("\"mark\":" + quoted(mark)));
        parts.add("\"folder\":" + filter.folder());
        parts.add("\"unread\":" + filter.unread());
        return "{" + String.join(",", parts) + "}";
    }

    private static String notes(SettingsChange change) {
        List<String> parts = new ArrayList<>();
        if (change.mentions() != null) {
            parts.add("\"mentions\":" + change.mentions());
        }
        String draft = change.draft();
        if (draft != null) {
            parts.add("\"draft\":" + quoted(draft));
        }
        String custom = change.custom();
        if (custom != null) {
            parts.add("\"custom\":" + quoted(custom));
        }
        List<String> marks = new ArrayList<>();
        ConversationMark.words(change.marksOn()).forEach(mark -> marks.add(quoted(mark) + ":true"));
        ConversationMark.words(change.marksOff()).forEach(mark -> marks.add(quoted(mark) + ":false"));
        parts.add("\"marks\":{" + String.join(",", marks) + "}");
        return "{" + String.join(",", parts) + "}";
    }

    private void send(Request.Send send) {
        op("send").name("to", send.to()).string("cid", send.clientId());
        string("type", send.kind().word()).raw("content", send.content().toString());
        RawJson ext = send.ext();
        if (ext != null) {
            raw("ext", ext.toString());
        }
        strings("mentions", send.mentions());
        orDefault("quote", send.quote(), 0).orDefault("age", send.ageMs(), 0);
        flag("count", send.counts(), send.kind() != ContentKind.COMMAND);
        flag("push", send.notifies(), true).flag("retry", send.retry(), false);
        if (!send.how().equals(SpecialReader.PLAIN)) {
            raw("how", how(send.how()));
        }
    }

    private void group(Request.Group group) {
        op("group").string("do", group.deed());
        String id = group.group();
        stringOrNull("conv", id == null ? null : "g:" + id);
        strings("users", group.users().stream().map(Object::toString).toList());
        raw("data", object(group.read().data()))
                .raw("attributes", object(group.read().attributes()));
        string("after", group.after()).orDefault("limit", group.limit(), 50);
    }

    private void room(Request.Room room) {
        op("room").string("do", room.deed());
        String id = room.room();
        stringOrNull("conv", id == null ? null : "r:" + id);
        strings("users", room.users().stream().map(Object::toString).toList());
        raw("data", object(room.read().data()))
                .raw("attributes", object(room.read().attributes()));
        string("after", room.after()).orDefault("limit", room.limit(), 50);
    }

    private void friend(Request.Friend friend) {
        op("friend").string("do", friend.deed());
        strings("users", friend.users().stream().map(Object::toString).toList());
        raw("data", object(friend.read().data()))
                .raw("attributes", object(friend.read().attributes()));
        List<String> lists = friend.read().lists();
        if (lists == null) {
            nothing("lists");
        } else {
            strings("lists", lists);
        }
        string("after", friend.after()).orDefault("limit", friend.limit(), 200);
    }

    private void message(Request.Message message) {
        op("message").string("do", message.deed()).name("conv", message.conversation());
        orDefault("n", message.number(), 0);
        raw("numbers", message.numbers().toString());
        raw("data", object(message.read().data()));
        string("after", message.after()).orDefault("limit", message.limit(), 20);
        if (!message.deed().equals("edit")) {
            return;
        }
        Edits.Edit edit = message.edit();
        string("cid", edit.clientId()).flag("retry", edit.retry(), false);
        string("type", edit.kind().word()).raw("content", edit.content().toString());
        RawJson ext = edit.ext();
        if (ext != null) {
            raw("ext", ext.toString());
        }
        List<String> mentions = edit.mentions();
        if (mentions != null) {
            strings("mentions", mentions);
        }
    }

    private void profile(Request.Profile profile) {
        op("profile").stringOrNull("name", profile.name()).stringOrNull("avatar", profile.avatar());
        if (profile.attributes() != null) {
            raw("attributes", object(profile.attributes()));
        }
        Allow allow = profile.allow();
        stringOrNull("allow", allow == null ? null : allow.word());
    }

    private static String object(Map<String, String> texts) {
        return "{"
                + String.join(
                        ",",
                        texts.entrySet().stream()
                                .map(one -> quoted(one.getKey()) + ":" + quoted(one.getValue()))
                                .toList())
                + "}";
    }

    private RequestText op(String op) {
        return string("op", op);
    }

    private RequestText raw(String name, String json) {
        fields.add(quoted(name) + (random.nextBoolean() ? ":" : " : ") + json);
        return this;
    }

    private RequestText string(String name, String value) {
        return raw(name, quoted(value));
    }

    private RequestText stringOrNull(String name, @Nullable String value) {
        return value == null ? nothing(name) : string(name, value);
    }

    private RequestText number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    private RequestText orDefault(String name, long value, long absent) {
        return value == absent ? nothing(name) : number(name, value);
    }

    private RequestText flag(String name, boolean value, boolean absent) {
        return value == absent ? nothing(name) : raw(name, Boolean.toString(value));
    }

    private RequestText boolOrNull(String name, @Nullable Boolean value) {
        return value == null ? nothing(name) : raw(name, value.toString());
    }

    private RequestText strings(String name, List<String> values) {
        return raw(
                name,
                "[" + String.join(",", values.stream().map(RequestText::quoted).toList()) + "]");
    }

    private RequestText name(String name, ConversationName value) {
        return string(name, written(value));
    }

    /// Absent, in one of its two ways.
    private RequestText nothing(String name) {
        return random.nextBoolean() ? this : raw(name, "null");
    }

    private static String written(ConversationName name) {
        return switch (name) {
            case ConversationName.Single(var peer) -> "s:" + peer;
            case ConversationName.Group(var id) -> "g:" + id;
            case ConversationName.Room(var id) -> "r:" + id;
            case ConversationName.Feed() -> "u:";
        };
    }

    private static String quoted(String text) {
        return new String(new JsonOut().string(text).toBytes(), StandardCharsets.UTF_8);
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.conversation.SettingsChange;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.Notes;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Edits;
import im.hongyan.core.session.DeviceId;
import im.hongyan.core.session.Platform;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.entry.SpecialReader;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Any request.
final class Samples {
    static final AppId APP = new AppId("demo");
    static final UserId OWNER = new UserId("owner");

    private Samples() {}

    static Arbitrary<Request> requests() {
        Arbitrary<Long> id = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        Arbitrary<Long> number = Arbitraries.longs().between(1, JsonText.INTEGER_MAX);
        Arbitrary<Long> maybe = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        Arbitrary<Integer> limit = Arbitraries.integers().between(1, 100);
        Arbitrary<Boolean> bool = Arbitraries.of(true, false);
        Arbitrary<Boolean> boolOrNull = bool.injectNull(0.3);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<String> filled = text.filter(s -> !s.isEmpty());
        Arbitrary<List<UserId>> users = ids().map(UserId::new).list().ofMaxSize(5);
        return Arbitraries.oneOf(
                Combinators.combine(id, filled, ids(), Arbitraries.of(Platform.class))
                        .as((i, token, device, platform) ->
                                new Request.Login(i, APP, token, new DeviceId(device), platform, "js/1")),
                Combinators.combine(id, text).as((i, secret) -> new Request.Resume(i, APP, secret)),
                id.map(Request.Ping::new),
                Combinators.combine(id, bool).as(Request.State::new),
                Combinators.combine(id, filled).as(Request.Renew::new),
                id.map(Request.Logout::new),
                sends(id),
                Combinators.combine(id, names(), number).as(Request.Recall::new),
                Combinators.combine(id, names(), maybe, limit, bool).as(Request.History::new),
                Combinators.combine(id, names(), number).as(Request.Read::new),
                Combinators.combine(
                                id,
                                Combinators.combine(names(), maybe)
                                        .as(Request.Got::new)
                                        .list()
                                        .ofMaxSize(5))
                        .as(Request.Ack::new),
                Combinators.combine(id, limit, text.injectNull(0.3), filters()).as(Request.Conversations::new),
                id.map(Request.Total::new),
                Combinators.combine(id, maybe, limit, Arbitraries.integers().between(0, 50), text.injectNull(0.3))
                        .as(Request.Sync::new),
                Combinators.combine(id, names(), settingsChanges()).as(Request.Set::new),
                Combinators.combine(id, names(), maybe).as(Request.Clear::new),
                Combinators.combine(id, names(), bool).as(Request.Delete::new),
                Combinators.combine(id, names(), ids(), objects()).as(Request.Signal::new),
                Combinators.combine(id, users, boolOrNull, text.injectNull(0.5)).as(Request.Presence::new),
                Combinators.combine(id, users).as(Request.Users::new),
                groups(id, users),
                rooms(id, users),
                friends(id, users),
                messages(id),
                laters(id),
                Combinators.combine(
                                id,
                                Arbitraries.of("create", "add"),
                                text.injectNull(0.3),
                                Arbitraries.maps(ids(), ids())
                                        .ofMaxSize(2)
                                        .map(data -> new GroupReader(data, Map.of())),
                                names().filter(name -> !(name instanceof ConversationName.Feed))
                                        .list()
                                        .ofMaxSize(3))
                        .as(Request.Folder::new),
                Combinators.combine(
                                id,
                                text.injectNull(0.3),
                                text.injectNull(0.3),
                                Arbitraries.maps(text, text).ofMaxSize(3).injectNull(0.3),
                                Arbitraries.of(Allow.class).injectNull(0.3))
                        .as(Request.Profile::new));
    }

    private static Arbitrary<Request> friends(Arbitrary<Long> id, Arbitrary<List<UserId>> users) {
        Arbitrary<Map<String, String>> texts = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), ids())
                .ofMaxSize(3);
        return Combinators.combine(
                        id,
                        Arbitraries.of("request", "accept", "block", "list"),
                        users,
                        Combinators.combine(
                                        texts, texts, ids().list().ofMaxSize(3).injectNull(0.3))
                                .as(FriendReader::new),
                        ids(),
                        Arbitraries.integers().between(1, 200))
                .as(Request.Friend::new);
    }

    private static Arbitrary<Request> messages(Arbitrary<Long> id) {
        Arbitrary<Long> number = Arbitraries.longs().between(1, JsonText.INTEGER_MAX);
        Arbitrary<MessageReader> data = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), ids())
                .ofMaxSize(3)
                .map(MessageReader::new);
        Arbitrary<Edits.Edit> edits = Combinators.combine(
                        ids(),
                        contents(),
                        objects().injectNull(0.5),
                        mentions().injectNull(0.5),
                        Arbitraries.of(true, false))
                .as((cid, content, ext, mentions, retry) ->
                        new Edits.Edit(cid, content.get1(), content.get2(), ext, mentions, -1, retry));
        Edits.Edit none = new Edits.Edit("", ContentKind.TEXT, RawJson.of("{}"), null, null, -1, false);
        Arbitrary<Integer> limit = Arbitraries.integers().between(1, 100);
        return Arbitraries.oneOf(
                Combinators.combine(id, names(), number, data, edits, ids(), limit)
                        .as((i, name, n, read, edit, after, max) ->
                                new Request.Message(i, "edit", name, n, List.of(), read, edit, after, max)),
                Combinators.combine(id, names(), number, number.list().ofMaxSize(3), data, ids(), limit)
                        .as((i, name, n, numbers, read, after, max) ->
                                new Request.Message(i, "react", name, n, numbers, read, none, after, max)));
    }

    private static Arbitrary<Request> laters(Arbitrary<Long> id) {
        Arbitrary<GroupReader> data =
                Arbitraries.maps(ids(), ids()).ofMaxSize(2).map(all -> new GroupReader(all, Map.of()));
        return Arbitraries.oneOf(
                Combinators.combine(sends(id), data)
                        .as((send, read) -> new Request.Schedule(send.id(), "create", (Request.Send) send, "", read)),
                Combinators.combine(id, ids(), data)
                        .as((i, cid, read) -> new Request.Schedule(i, "cancel", null, cid, read)),
                Combinators.combine(id, names(), Arbitraries.longs().between(1, JsonText.INTEGER_MAX), data)
                        .as((i, name, n, read) -> new Request.Stream(i, "add", null, name, n, read)),
                Combinators.combine(id, names(), Arbitraries.longs().between(1, JsonText.INTEGER_MAX), data)
                        .as((i, name, n, read) -> new Request.Assist(i, "write", name, n, read)),
                Combinators.combine(id, data).as((i, read) -> new Request.Assist(i, "translate", null, 0, read)));
    }

    private static Arbitrary<ListFilter> filters() {
        return Combinators.combine(
                        Arbitraries.of(0L, 1L, 1L << 59),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(true, false))
                .as(ListFilter::new);
    }

    private static Arbitrary<SettingsChange> settingsChanges() {
        Arbitrary<Boolean> boolOrNull = Arbitraries.of(true, false).injectNull(0.3);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(9).injectNull(0.3);
        return Combinators.combine(
                        boolOrNull, boolOrNull, boolOrNull, text, text, Arbitraries.of(0L, 5L), Arbitraries.of(0L, 10L))
                .as(SettingsChange::new);
    }

    static Arbitrary<Notes> notes() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(9);
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        text,
                        text,
                        Arbitraries.longs().between(0, (1L << ConversationMark.MAX) - 1),
                        Arbitraries.integers().between(1, 99).list().ofMaxSize(3))
                .as(Notes::new);
    }

    private static Arbitrary<Request> groups(Arbitrary<Long> id, Arbitrary<List<UserId>> users) {
        Arbitrary<Map<String, String>> texts = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), ids())
                .ofMaxSize(3);
        return Combinators.combine(
                        id,
                        Arbitraries.of("create", "edit", "kick", "members"),
                        ids().injectNull(0.2),
                        users,
                        Combinators.combine(texts, texts).as(GroupReader::new),
                        ids(),
                        Arbitraries.integers().between(1, 100))
                .as(Request.Group::new);
    }

    private static Arbitrary<Request> rooms(Arbitrary<Long> id, Arbitrary<List<UserId>> users) {
        Arbitrary<Map<String, String>> texts = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), ids())
                .ofMaxSize(3);
        return Combinators.combine(
                        id,
                        Arbitraries.of("enter", "switch", "set", "members"),
                        ids().injectNull(0.2),
                        users,
                        Combinators.combine(texts, texts).as(GroupReader::new),
                        ids(),
                        Arbitraries.integers().between(1, 100))
                .as(Request.Room::new);
    }

    private static Arbitrary<Request> sends(Arbitrary<Long> id) {
        Arbitrary<Boolean> bool = Arbitraries.of(true, false);
        Arbitrary<Long> number = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        return Combinators.combine(
                        id,
                        Combinators.combine(names(), ids(), contents()).as(Tuple::of),
                        objects().injectNull(0.5),
                        mentions(),
                        Combinators.combine(number, number).as(Tuple::of),
                        Combinators.combine(bool, bool, bool).as(Tuple::of),
                        Combinators.combine(EntrySamples.specials().map(one -> one.withOpen(false)), bool)
                                .as(SpecialReader::new))
                .as((i, what, ext, mentions, numbers, flags, how) -> new Request.Send(
                        i,
                        what.get1(),
                        what.get2(),
                        what.get3().get1(),
                        what.get3().get2(),
                        ext,
                        mentions,
                        numbers.get1(),
                        flags.get1(),
                        flags.get2(),
                        flags.get3(),
                        numbers.get2(),
                        how));
    }

    static Arbitrary<List<String>> mentions() {
        return Arbitraries.oneOf(ids(), Arbitraries.just("*")).list().ofMaxSize(3);
    }

    /// Ids as users choose them: any characters that are allowed.
    static Arbitrary<String> ids() {
        return Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(8).filter(s -> Text.isId(s, UserId.BYTES_MAX)));
    }

    private static Arbitrary<ConversationName> names() {
        return Arbitraries.oneOf(
                ids().map(id -> new ConversationName.Single(new UserId(id))),
                ids().map(ConversationName.Group::new),
                ids().map(ConversationName.Room::new),
                Arbitraries.create(ConversationName.Feed::new));
    }

    static Arbitrary<Tuple.Tuple2<ContentKind, RawJson>> contents() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMinLength(1)
                        .ofMaxLength(20)
                        .map(text -> Tuple.of(ContentKind.TEXT, RawJson.of("{ \"text\":" + quoted(text) + "}"))),
                objects()
                        .map(data ->
                                Tuple.of(ContentKind.COMMAND, RawJson.of("{\"name\":\"x\" ,\"data\": " + data + "}"))),
                Arbitraries.of(
                        Tuple.of(ContentKind.IMAGE, RawJson.of("{\"url\":\"u\",\"width\":7}")),
                        Tuple.of(ContentKind.LOCATION, RawJson.of("{\"latitude\":1.5,\"longitude\":-2e1}")),
                        Tuple.of(ContentKind.CUSTOM, RawJson.of("{\"data\":\"\",\"x\":[null]}"))));
    }

    static Arbitrary<RawJson> objects() {
        return Combinators.combine(Arbitraries.strings().ofMaxLength(8), Arbitraries.of("1", "[]", "{\"a\": -0.5e3}"))
                .as((name, value) -> RawJson.of("{" + quoted(name) + " : " + value + "}"));
    }

    private static String quoted(String text) {
        return new String(new JsonOut().string(text).toBytes(), StandardCharsets.UTF_8);
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.RoomAction;
import im.hongyan.core.log.Special;
import im.hongyan.core.log.Story;
import im.hongyan.dialect.json.JsonText;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Any entry.
final class EntrySamples {
    private EntrySamples() {}

    static Arbitrary<Entry> entries() {
        Arbitrary<Long> number = Arbitraries.longs().between(1, JsonText.INTEGER_MAX);
        Arbitrary<Entry> talk = Combinators.combine(talks(), number, number, number, number)
                .as((where, n, position, time, counted) ->
                        new Entry(where.get1(), n, position, time, counted, where.get2()));
        Arbitrary<Entry> feed = Combinators.combine(feedEvents(), number, number, number, number)
                .as((event, n, position, time, counted) -> new Entry(
                        new ConversationId.Feed(Samples.APP, Samples.OWNER), n, position, time, counted, event));
        return Arbitraries.oneOf(talk, feed);
    }

    private static Arbitrary<Tuple.Tuple2<ConversationId, Payload>> talks() {
        return Samples.ids().map(UserId::new).flatMap(sender -> Combinators.combine(places(sender), payloads(sender))
                .as(Tuple::of));
    }

    private static Arbitrary<ConversationId> places(UserId sender) {
        return Arbitraries.oneOf(
                Samples.ids().map(peer -> ConversationId.single(Samples.APP, sender, new UserId(peer))),
                Samples.ids().map(id -> new ConversationId.Group(Samples.APP, id)),
                Samples.ids().map(id -> new ConversationId.Room(Samples.APP, id)));
    }

    private static Arbitrary<Payload> payloads(UserId sender) {
        Arbitrary<Boolean> bool = Arbitraries.of(true, false);
        Arbitrary<Long> number = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        return Arbitraries.oneOf(
                Combinators.combine(
                                Samples.ids(),
                                Samples.contents(),
                                Samples.objects().injectNull(0.5),
                                Samples.mentions(),
                                number,
                                bool,
                                bool,
                                specials())
                        .as((clientId, content, ext, mentions, quote, counts, notifies, special) -> new Message(
                                        sender,
                                        clientId,
                                        content.get1(),
                                        content.get2(),
                                        ext,
                                        mentions,
                                        quote,
                                        counts,
                                        notifies)
                                .with(special)),
                Combinators.combine(Samples.ids(), bool)
                        .as((clientId, burnt) ->
                                new Payload.Expired(sender, clientId, ContentKind.TEXT, burnt, true, List.of())),
                happened(sender),
                Combinators.combine(Samples.ids(), Samples.contents(), stories(), number)
                        .as((clientId, content, story, quote) -> new Message(
                                        sender,
                                        clientId,
                                        content.get1(),
                                        content.get2(),
                                        null,
                                        List.of(),
                                        quote,
                                        true,
                                        true)
                                .with(story)),
                Combinators.combine(Samples.ids(), Samples.ids())
                        .as((clientId, by) ->
                                new Payload.Recalled(sender, clientId, ContentKind.TEXT, new UserId(by), true)),
                groupEvents(sender),
                roomEvents(sender),
                fates(sender),
                Combinators.combine(number, Samples.ids(), bool)
                        .as((target, author, counted) ->
                                new Payload.Recall(sender, target, new UserId(author), counted)));
    }

    private static Arbitrary<Story> stories() {
        Arbitrary<Long> number = Arbitraries.longs().between(1, JsonText.INTEGER_MAX);
        Arbitrary<List<Reaction>> reactions = Combinators.combine(
                        Samples.ids(),
                        number,
                        Samples.ids().map(UserId::new).list().ofMaxSize(3))
                .as((key, count, users) -> new Reaction(0, key, count, users))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(number, number, Arbitraries.integers().between(1, 100), number, reactions)
                .as(Story::new);
    }

    private static Arbitrary<Payload> fates(UserId sender) {
        Arbitrary<Boolean> bool = Arbitraries.of(true, false);
        Arbitrary<Long> number = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        return Arbitraries.oneOf(
                Combinators.combine(number, Samples.ids(), Samples.ids(), number)
                        .as((target, author, clientId, revision) ->
                                new Fate.Edited(sender, target, new UserId(author), clientId, revision, null)),
                Combinators.combine(number, number, Samples.ids(), bool, number)
                        .as((target, revision, key, on, count) ->
                                new Fate.Reacted(sender, target, revision, key, on, count)),
                Combinators.combine(number, bool).as((target, on) -> new Fate.Pinned(sender, target, on)),
                Samples.ids().map(clientId -> new Fate.Hidden(sender, clientId)));
    }

    static Arbitrary<Special> specials() {
        Arbitrary<Long> time = Arbitraries.longs().between(0, 1L << 40);
        Arbitrary<Special> some = Combinators.combine(
                        Samples.ids().map(UserId::new).list().ofMaxSize(3),
                        Arbitraries.of(Priority.class),
                        time,
                        time,
                        Arbitraries.of(true, false))
                .as(Special::new);
        return Arbitraries.oneOf(Arbitraries.just(Special.NONE), some);
    }

    private static Arbitrary<Payload> happened(UserId sender) {
        Arbitrary<Payload> any = Combinators.combine(
                        Arbitraries.of(Happening.values()),
                        Arbitraries.longs()
                                .between(1, JsonText.INTEGER_MAX)
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.maps(Samples.ids(), Samples.ids()).ofMaxSize(3))
                .as((what, targets, fields) -> new Payload.Happened(sender, what, targets, fields, List.of()));
        Arbitrary<Payload> finished = Samples.contents()
                .map(content -> new Payload.Happened(
                        sender,
                        Happening.FINISHED,
                        List.of(7L),
                        Map.of("content", content.get2().toString(), "why", "done"),
                        List.of()));
        return Arbitraries.oneOf(any, finished);
    }

    private static Arbitrary<Payload> groupEvents(UserId sender) {
        return Combinators.combine(
                        Arbitraries.of(GroupAction.values()),
                        Samples.ids().map(UserId::new).list().ofMaxSize(3),
                        Arbitraries.maps(Samples.ids(), Samples.ids()).ofMaxSize(3))
                .as((action, users, fields) -> new Payload.GroupEvent(sender, action, users, fields));
    }

    private static Arbitrary<Payload> roomEvents(UserId sender) {
        return Combinators.combine(
                        Arbitraries.of(RoomAction.values()),
                        Samples.ids().map(UserId::new).list().ofMaxSize(3),
                        Arbitraries.maps(Samples.ids(), Samples.ids()).ofMaxSize(3))
                .as((action, users, fields) -> new Payload.RoomEvent(sender, action, users, fields));
    }

    private static Arbitrary<Payload> friendEvents() {
        return Combinators.combine(
                        Samples.ids().map(UserId::new),
                        Arbitraries.of(FriendAction.values()),
                        Samples.ids().map(UserId::new),
                        Arbitraries.longs().between(0, JsonText.INTEGER_MAX),
                        Arbitraries.maps(Samples.ids(), Samples.ids()).ofMaxSize(3))
                .as(Payload.FriendEvent::new);
    }

    private static Arbitrary<Payload> feedEvents() {
        Arbitrary<Long> number = Arbitraries.longs().between(0, JsonText.INTEGER_MAX);
        Arbitrary<ConversationId> places = places(Samples.OWNER);
        return Arbitraries.oneOf(
                groupEvents(Samples.OWNER),
                friendEvents(),
                Combinators.combine(places, number.list().ofMaxSize(3))
                        .as((place, numbers) -> new Fate.Removed(Samples.OWNER, place, numbers, numbers)),
                Combinators.combine(places, number, number)
                        .as((place, n, counted) -> new Payload.ReadMark(Samples.OWNER, place, n, counted)),
                Combinators.combine(places, Samples.ids(), number)
                        .as((place, user, n) -> new Payload.ReadReceipt(new UserId(user), place, n)),
                Combinators.combine(places, number, number, Arbitraries.of(true, false), number, Samples.notes())
                        .as((place, cleared, counted, muted, pinned, notes) -> new Payload.SettingsChanged(
                                Samples.OWNER,
                                place,
                                new Member(
                                                Mark.ZERO,
                                                Mark.ZERO,
                                                0,
                                                new Mark(cleared, counted),
                                                muted ? 1 : 0,
                                                pinned,
                                                muted)
                                        .withNotes(notes))));
    }
}

package im.hongyan.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Head;
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
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// Whatever an entry holds comes back as it was; whatever bytes are stored, reading them ends in an entry or in one
/// clear exception. jqwik prints the seed of each run.
class EntryCodecProperties {
    private static final AppId APP = new AppId("demo");

    @Property
    void everyHeadComesBack(@ForAll("heads") Head head) {
        Entry entry = EntryCodec.newest(head);
        assertThat(EntryCodec.head(entry.conversation(), entry.number(), bytes(head)))
                .isEqualTo(head);
        assertThat(EntryCodec.entry(entry.conversation(), entry.number(), bytes(head)))
                .isEqualTo(entry);
    }

    @Property
    void aShortenedEntryIsRefused(@ForAll("heads") Head head, @ForAll @IntRange(min = 0, max = 10_000) int cut) {
        byte[] whole = bytes(head);
        byte[] part = Arrays.copyOf(whole, cut % whole.length);
        Entry entry = EntryCodec.newest(head);
        assertThatThrownBy(() -> EntryCodec.head(entry.conversation(), entry.number(), part))
                .isInstanceOf(UnreadableLogException.class);
    }

    @Property
    void damagedBytesEndInAnEntryOrInOneException(
            @ForAll("heads") Head head, @ForAll @IntRange(min = 0, max = 10_000) int at, @ForAll byte put) {
        byte[] damaged = bytes(head);
        damaged[at % damaged.length] = put;
        Entry entry = EntryCodec.newest(head);
        try {
            EntryCodec.head(entry.conversation(), entry.number(), damaged);
        } catch (UnreadableLogException e) {
            assertThat(e).hasMessageContaining("cannot be understood");
        }
    }

    @Property
    void everyMemberComesBack(@ForAll("members") Member member) {
        assertThat(MemberCodec.member(MemberCodec.bytes(member))).isEqualTo(member);
    }

    private static byte[] bytes(Head head) {
        ByteSink sink = new ByteSink(16, 1 << 20);
        EntryCodec.write(sink, EntryCodec.newest(head), head.ownA(), head.ownB(), head.recalled());
        return sink.toBytes();
    }

    @Provide
    Arbitrary<Head> heads() {
        return Combinators.combine(
                        conversations(), Arbitraries.longs().between(1, 1L << 53), payloads(), numbers(), numbers())
                .flatAs((conversation, number, payload, position, timeMs) -> Combinators.combine(
                                upTo(number), upTo(number), upTo(number), upTo(number))
                        .as((counted, a, b, recalled) -> {
                            Entry entry = new Entry(conversation, number, position, timeMs, counted, payload);
                            boolean single = conversation instanceof ConversationId.Single;
                            return new Head(
                                    entry,
                                    single ? mark(a, counted) : Mark.ZERO,
                                    single ? mark(b, counted) : Mark.ZERO,
                                    recalled);
                        }));
    }

    private static Mark mark(long number, long counted) {
        return number == 0 ? Mark.ZERO : new Mark(number, Math.min(number, counted));
    }

    private Arbitrary<Payload> payloads() {
        return Arbitraries.oneOf(
                messages(),
                recalled(),
                recalls(),
                readMarks(),
                receipts(),
                settings(),
                groupEvents(),
                roomEvents(),
                friendEvents(),
                fates(),
                expired(),
                happened());
    }

    private Arbitrary<Payload> messages() {
        Arbitrary<Message> plain = Combinators.combine(
                        users(),
                        ids(),
                        Arbitraries.of(ContentKind.class),
                        json(),
                        json().injectNull(0.5),
                        ids().list().ofMaxSize(4),
                        numbers(),
                        Arbitraries.integers().between(0, 3))
                .as((sender, clientId, kind, content, ext, mentions, quote, flags) -> new Message(
                        sender, clientId, kind, content, ext, mentions, quote, (flags & 1) != 0, (flags & 2) != 0));
        return Combinators.combine(plain, stories(), specials())
                .as((message, story, special) -> message.with(story).with(special));
    }

    private Arbitrary<Special> specials() {
        Arbitrary<Special> some = Combinators.combine(
                        some(), Arbitraries.of(Priority.class), numbers(), numbers(), booleans())
                .as(Special::new);
        return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(Special.NONE)), Tuple.of(1, some));
    }

    private Arbitrary<List<UserId>> some() {
        return users().list().ofMaxSize(3);
    }

    private Arbitrary<Payload> expired() {
        return Combinators.combine(users(), ids(), Arbitraries.of(ContentKind.class), booleans(), booleans(), some())
                .as(Payload.Expired::new);
    }

    private Arbitrary<Payload> happened() {
        return Combinators.combine(
                        users(),
                        Arbitraries.of(Happening.class),
                        numbers().list().ofMaxSize(3),
                        Arbitraries.maps(ids(), ids()).ofMaxSize(3),
                        some())
                .as(Payload.Happened::new);
    }

    private Arbitrary<Story> stories() {
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 100);
        Arbitrary<Reaction> reactions = Combinators.combine(
                        small, ids(), numbers(), users().list().ofMaxSize(3))
                .as(Reaction::new);
        Arbitrary<Story> any = Combinators.combine(
                        numbers(), numbers(), small, numbers(), reactions.list().ofMaxSize(3))
                .as(Story::new);
        return Arbitraries.oneOf(Arbitraries.just(Story.NONE), any);
    }

    private Arbitrary<Payload> fates() {
        return Arbitraries.oneOf(
                Combinators.combine(users(), numbers(), users(), ids(), numbers())
                        .as((sender, target, author, clientId, revision) ->
                                new Fate.Edited(sender, target, author, clientId, revision, null)),
                Combinators.combine(users(), numbers(), numbers(), ids(), booleans(), numbers())
                        .as(Fate.Reacted::new),
                Combinators.combine(users(), numbers(), booleans()).as(Fate.Pinned::new),
                Combinators.combine(
                                users(),
                                conversations(),
                                numbers().list().ofMaxSize(3),
                                numbers().list().ofMaxSize(3))
                        .as(Fate.Removed::new),
                Combinators.combine(users(), ids()).as(Fate.Hidden::new));
    }

    private Arbitrary<Payload> recalled() {
        return Combinators.combine(users(), ids(), Arbitraries.of(ContentKind.class), users(), booleans(), some())
                .as(Payload.Recalled::new);
    }

    private Arbitrary<Payload> recalls() {
        return Combinators.combine(users(), numbers(), users(), booleans(), some())
                .as(Payload.Recall::new);
    }

    private Arbitrary<Payload> readMarks() {
        return Combinators.combine(users(), conversations(), numbers(), numbers())
                .as(Payload.ReadMark::new);
    }

    private Arbitrary<Payload> receipts() {
        return Combinators.combine(users(), conversations(), numbers()).as(Payload.ReadReceipt::new);
    }

    private Arbitrary<Payload> settings() {
        return Combinators.combine(users(), conversations(), members()).as(Payload.SettingsChanged::new);
    }

    private Arbitrary<Payload> groupEvents() {
        return Combinators.combine(
                        users(),
                        Arbitraries.of(GroupAction.class),
                        users().list().ofMaxSize(3),
                        Arbitraries.maps(ids(), ids()).ofMaxSize(3))
                .as(Payload.GroupEvent::new);
    }

    private Arbitrary<Payload> roomEvents() {
        return Combinators.combine(
                        users(),
                        Arbitraries.of(RoomAction.class),
                        users().list().ofMaxSize(3),
                        Arbitraries.maps(ids(), ids()).ofMaxSize(3))
                .as(Payload.RoomEvent::new);
    }

    private Arbitrary<Payload> friendEvents() {
        return Combinators.combine(
                        users(),
                        Arbitraries.of(FriendAction.class),
                        users(),
                        numbers(),
                        Arbitraries.maps(ids(), ids()).ofMaxSize(3))
                .as(Payload.FriendEvent::new);
    }

    @Provide
    Arbitrary<Member> members() {
        return Combinators.combine(
                        marks(),
                        marks(),
                        numbers(),
                        marks(),
                        Combinators.combine(numbers(), numbers()).as(Tuple::of),
                        booleans(),
                        marks(),
                        notes())
                .as((joined, read, delivered, cleared, at, muted, sent, notes) ->
                        new Member(joined, read, delivered, cleared, at.get1(), at.get2(), muted, own(sent), notes));
    }

    private Arbitrary<Notes> notes() {
        Arbitrary<Notes> some = Combinators.combine(
                        booleans(),
                        Arbitraries.strings().alpha().ofMaxLength(300),
                        Arbitraries.strings().alpha().ofMaxLength(9),
                        upTo(1L << 60),
                        Arbitraries.integers().between(0, 1_000_000).list().ofMaxSize(3))
                .as(Notes::new);
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(Notes.NONE)), Tuple.of(2, some));
    }

    /// Number 0 is no send, whatever is counted there.
    private static Mark own(Mark sent) {
        return sent.number() == 0 ? Mark.ZERO : sent;
    }

    private Arbitrary<Mark> marks() {
        return Combinators.combine(numbers(), numbers()).as(Mark::new);
    }

    private Arbitrary<ConversationId> conversations() {
        return Arbitraries.oneOf(
                Combinators.combine(users(), users()).as((a, b) -> ConversationId.single(APP, a, b)),
                ids().map(id -> new ConversationId.Group(APP, id)),
                ids().map(id -> new ConversationId.Room(APP, id)),
                users().map(user -> new ConversationId.Feed(APP, user)));
    }

    private Arbitrary<UserId> users() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of("a", "b", "c").map(UserId::new)), Tuple.of(1, ids().map(UserId::new)));
    }

    private Arbitrary<String> ids() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(64).filter(id -> Text.isId(id, 64));
    }

    private Arbitrary<RawJson> json() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(RawJson::new);
    }

    private Arbitrary<Boolean> booleans() {
        return Arbitraries.of(true, false);
    }

    private Arbitrary<Long> numbers() {
        return upTo(1L << 53);
    }

    private Arbitrary<Long> upTo(long max) {
        return Arbitraries.longs().between(0, max);
    }

    static {
        assertThat(List.of(Payload.class.getPermittedSubclasses()))
                .as("a new payload needs an arbitrary here")
                .hasSize(13);
    }
}

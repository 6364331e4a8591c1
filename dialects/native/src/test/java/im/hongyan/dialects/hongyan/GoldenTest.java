package im.hongyan.dialects.hongyan;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.conversation.Page;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.Friends;
import im.hongyan.core.friend.Item;
import im.hongyan.core.friend.Relation;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.FriendAction;
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
import im.hongyan.core.log.Special;
import im.hongyan.core.log.Story;
import im.hongyan.core.message.History;
import im.hongyan.core.message.Sent;
import im.hongyan.core.presence.Presence;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.OutFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Frames as they stand on the wire, one file each under `golden/`. A client in another language can be tested with
/// the same files. `request-*.json` is what a client says, and beside it `.txt` what is understood; `push-*` and
/// `reply-*` are what the server says. After a wanted change: run with `-Dgolden.write=true` and read the
/// difference.
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");

    private static final AppId APP = new AppId("demo");
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final ConversationId TALK = ConversationId.single(APP, ALICE, BOB);
    private static final ConversationId FEED = new ConversationId.Feed(APP, ALICE);
    private static final long AT_MS = 1_795_187_062_363L;
    private static final Message HI = message(ContentKind.TEXT, "{\"text\":\"hi\"}");
    private static final Member MEMBER = new Member(Mark.ZERO, new Mark(40, 28), 43, new Mark(5, 4), 0, AT_MS, true);

    private static Message message(ContentKind kind, String content) {
        return new Message(ALICE, "k3-17", kind, RawJson.of(content), null, List.of(), 0, true, true);
    }

    private static Entry entry(ConversationId conversation, Payload payload) {
        return new Entry(conversation, 42, 1017, AT_MS, 30, payload);
    }

    static Stream<String> requests() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("request-") && name.endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsUnderstood(String file) throws IOException {
        byte[] frame = Files.readAllBytes(FOLDER.resolve(file));
        Inbound request = new NativeCodec(Limits.DEFAULT).decode(frame, 0, frame.length);
        assertThat(request).isInstanceOf(Request.class);
        compare(file.replace(".json", ".txt"), request.toString());
    }

    @Test
    void thereIsARequestForEveryOperation() throws IOException {
        assertThat(requests()).hasSize(Request.class.getPermittedSubclasses().length);
    }

    @Test
    void entriesOfAConversation() throws IOException {
        NativeWriter writer = new NativeWriter();
        compare("push-msg.json", writer.entry(entry(TALK, HI)));
        Message full = new Message(
                BOB,
                "c\"1\"",
                ContentKind.IMAGE,
                RawJson.of("{ \"url\" : \"https://x/y\" }"),
                RawJson.of("{\"a\":[1]}"),
                List.of("alice", "*"),
                12,
                false,
                false);
        compare("push-msg-full.json", writer.entry(entry(TALK, full)));
        compare("push-msg-group.json", writer.entry(entry(new ConversationId.Group(APP, "7"), HI)));
        compare("push-msg-room.json", writer.entry(entry(new ConversationId.Room(APP, "lobby"), HI)));
        compare("push-msg-notebook.json", writer.entry(entry(ConversationId.single(APP, ALICE, ALICE), HI)));
        Payload recalled = new Payload.Recalled(ALICE, "k3-17", ContentKind.TEXT, ALICE, true);
        compare("push-msg-recalled.json", writer.entry(entry(TALK, recalled)));
        compare("push-event-recall.json", writer.entry(entry(TALK, new Payload.Recall(ALICE, 41, ALICE, true))));
    }

    @Test
    void whatIsOutOfTheOrdinary() throws IOException {
        NativeWriter writer = new NativeWriter();
        Special special = new Special(List.of(BOB), Priority.LOW, 60_000, 5_000, true);
        Message some = HI.with(special);
        compare("push-msg-special.json", writer.entry(entry(TALK, some)));
        compare("push-msg-expired.json", writer.entry(entry(TALK, Payload.Expired.of(HI, false))));
        compare("push-msg-burnt.json", writer.entry(entry(TALK, Payload.Expired.of(HI, true))));
        ConversationId club = new ConversationId.Group(APP, "7");
        compare("push-event-withheld.json", writer.entry(entry(club, new Payload.Withheld(true))));
        Payload expired =
                new Payload.Happened(ALICE, Happening.EXPIRED, List.of(40L, 41L), Map.of("why", "life"), List.of());
        compare("push-event-expired.json", writer.entry(entry(TALK, expired)));
        Payload finished = new Payload.Happened(
                ALICE, Happening.FINISHED, List.of(41L), Map.of("content", "{\"text\":\"hi\"}"), List.of());
        compare("push-event-finished.json", writer.entry(entry(TALK, finished)));
        Payload folders = new Payload.Happened(ALICE, Happening.FOLDERS, List.of(), Map.of("1", "Work"), List.of());
        compare("push-event-folders.json", writer.entry(entry(FEED, folders)));
        compare("push-online.json", writer.onlineOnly(new Signal.OnlineOnly(TALK, HI, AT_MS)));
        compare("push-stream.json", writer.streamed(new Signal.Streamed(TALK, ALICE, 42, 2, "llo", AT_MS)));
        Notes notes = new Notes(true, "dear Bo", "{}", 3, List.of(1, 4));
        compare(
                "push-event-setting-notes.json",
                writer.entry(entry(FEED, new Payload.SettingsChanged(ALICE, TALK, MEMBER.withNotes(notes)))));
    }

    @Test
    void entriesOfAFeed() throws IOException {
        NativeWriter writer = new NativeWriter();
        compare("push-event-read.json", writer.entry(entry(FEED, new Payload.ReadMark(ALICE, TALK, 42, 30))));
        compare("push-event-receipt.json", writer.entry(entry(FEED, new Payload.ReadReceipt(BOB, TALK, 42))));
        compare("push-event-setting.json", writer.entry(entry(FEED, new Payload.SettingsChanged(ALICE, TALK, MEMBER))));
    }

    @Test
    void otherPushes() throws IOException {
        NativeWriter writer = new NativeWriter();
        compare("push-receipt.json", writer.delivered(new Signal.Delivered(TALK, BOB, 42), ALICE));
        compare(
                "push-signal.json",
                writer.signal(new Signal.Transient(TALK, ALICE, "typing", RawJson.of("{}"), AT_MS)));
        compare(
                "push-presence.json",
                writer.presence(new Signal.PresenceChanged(BOB, PresenceState.OFFLINE, "", AT_MS)));
        compare("push-expiring.json", writer.expiring(AT_MS, 60_000));
        compare("push-sync.json", writer.sync());
        compare("push-bye.json", writer.bye(CloseCode.KICKED_BY_POLICY, 0));
        compare("push-bye-after.json", writer.bye(CloseCode.SHUTTING_DOWN, 2_500));
    }

    @Test
    void shortReplies() throws IOException {
        NativeWriter writer = new NativeWriter();
        compare("reply-pong.json", writer.pong(7, AT_MS, 3, 1017));
        compare("reply-pong-unsure.json", writer.pong(7, AT_MS, 3, -1));
        compare("reply-sent.json", writer.sent(7, new Sent(42, 30, 1017, AT_MS)));
        compare("reply-state.json", writer.state(4, true));
        compare("reply-renewed.json", writer.renewed(5, AT_MS));
        compare("reply-done.json", writer.done(6));
        compare("reply-read.json", writer.read(10, new Mark(42, 30)));
        compare("reply-settings.json", writer.settings(13, TALK, ALICE, MEMBER));
        compare("reply-online.json", writer.online(16, true));
        compare(
                "reply-presence.json",
                writer.presences(17, Map.of(BOB, new Presence(PresenceState.BACKGROUND, "away"))));
        compare("reply-refused.json", writer.refusal(7, new Refusal(ErrorCode.TOO_FAST, "content", null, 250)));
    }

    @Test
    void fates() throws IOException {
        NativeWriter writer = new NativeWriter();
        Story story = new Story(40, 3, 1, AT_MS, List.of(new Reaction(1, "👍", 2, List.of(ALICE, BOB))));
        compare("push-msg-story.json", writer.entry(entry(TALK, HI.with(story))));
        compare(
                "push-edit.json",
                writer.entry(entry(TALK, new Fate.Edited(ALICE, 42, ALICE, "e-1", 3, HI.with(story)))));
        compare(
                "push-edit-recalled.json",
                writer.entry(entry(TALK, new Fate.Edited(ALICE, 42, ALICE, "e-1", 3, null))));
        compare("push-reaction.json", writer.entry(entry(TALK, new Fate.Reacted(BOB, 42, 4, "👍", true, 2))));
        compare("push-pin.json", writer.entry(entry(TALK, new Fate.Pinned(BOB, 42, true))));
        compare(
                "push-removed.json",
                writer.entry(entry(FEED, new Fate.Removed(ALICE, TALK, List.of(41L, 42L), List.of(42L)))));
        compare("push-msg-removed.json", writer.entry(entry(TALK, new Fate.Hidden(ALICE, "k3-17"))));
        compare("push-readers.json", writer.readers(new Signal.Readers(TALK, 42), ALICE));
    }

    @Test
    void lists() throws IOException {
        List<Entry> entries = List.of(entry(TALK, HI), entry(TALK, new Payload.Recall(ALICE, 41, ALICE, true)));
        compare("reply-history.json", new ListWriter().history(9, TALK, ALICE, new History.Page(entries, 120, true)));
        Summary talk = new Summary(
                TALK,
                new Head(entries.getFirst(), Mark.ZERO, Mark.ZERO, 1),
                MEMBER,
                entries.getFirst(),
                1,
                new Mark(40, 28),
                List.of(41L),
                101,
                List.of(42L),
                new Summary.Peer(38, 43),
                entries);
        Summary feed =
                new Summary(FEED, Head.EMPTY, Member.NEW, null, 0, Mark.ZERO, List.of(), 0, List.of(), null, List.of());
        Page page = new Page(List.of(talk, feed), "1017.900", 1017, true);
        compare("reply-conversations.json", new ListWriter().conversations(11, ALICE, page));
        compare("reply-sync.json", new ListWriter().sync(12, ALICE, page));
        compare("reply-sync-last.json", new ListWriter().sync(12, ALICE, new Page(List.of(), null, 1017, false)));
        User bob = new User(new UserKey(APP, BOB), "Bob \u2028", "", Map.of("city", "杭州"), true, AT_MS);
        compare("reply-users.json", new ListWriter().users(18, List.of(bob)));
        compare("reply-profile.json", new ListWriter().profile(19, bob));
    }

    @Test
    void friends() throws IOException {
        NativeWriter writer = new NativeWriter();
        Payload asked = new Payload.FriendEvent(BOB, FriendAction.REQUESTED, BOB, 5, Map.of("wording", "你好"));
        compare("push-event-friend.json", writer.entry(entry(FEED, asked)));
        Relation both = new Relation(BOB, Relation.Word.BOTH, false);
        compare("reply-friend.json", writer.friend(20, new Friends.Changed(both, 12)));
        compare("reply-friend-check.json", new ListWriter().relations(20, List.of(both)));
        List<Item> items = List.of(
                new Item.Friend(BOB, "小鲍", List.of("work"), Map.of("city", "杭州"), "hi", "qr", AT_MS, 8),
                new Item.Request(BOB, false, Item.Request.State.PENDING, "hi", "", "", "", List.of(), AT_MS, 9),
                new Item.Block(BOB, true, AT_MS, 10),
                new Item.FriendList("work", AT_MS, 11),
                new Item.Gone(Item.Kind.FRIEND, "carol", 12));
        BookPage page = new BookPage(12, "12.12", AT_MS, false, true, items);
        compare("reply-friend-list.json", new ListWriter().book(20, page));
    }

    private static void compare(String file, OutFrame frame) throws IOException {
        String text = new String(frame.bytes(), 0, frame.length(), StandardCharsets.UTF_8);
        Tree.object(text);
        compare(file, text);
    }

    private static void compare(String file, String text) throws IOException {
        Path path = FOLDER.resolve(file);
        if (WRITE) {
            Files.writeString(path, text + "\n");
        }
        assertThat(path).hasContent(text + "\n");
    }
}

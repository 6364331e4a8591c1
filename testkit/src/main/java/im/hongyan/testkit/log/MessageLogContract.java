package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.CAROL;
import static im.hongyan.testkit.log.LogSamples.NOON_MS;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.command;
import static im.hongyan.testkit.log.LogSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog.Membership;
import im.hongyan.core.log.Notes;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [MessageLog] keeps. An adapter's test extends it and says how to open an empty one.
public abstract class MessageLogContract extends GroupRowsContract {
    private static final Notes NOTES = new Notes(true, "鸿雁 is", "{}", 1L << 59 | 1, List.of(1, 300));

    @Test
    void anEmptyLogKnowsNothing() {
        assertThat(log.position()).isZero();
        assertThat(log.head(ALICE_BOB)).isEqualTo(Head.EMPTY);
        assertThat(log.entry(ALICE_BOB, 1)).isNull();
        assertThat(log.readForward(ALICE_BOB, 1, 10, BYTES_MAX)).isEmpty();
        assertThat(log.readBack(ALICE_BOB, Long.MAX_VALUE, 10, BYTES_MAX)).isEmpty();
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 10)).isEmpty();
        assertThat(log.countRecalledAfter(ALICE_BOB, BOB, 0)).isZero();
        assertThat(log.member(ALICE_BOB, ALICE)).isNull();
        assertThat(log.memberships(new UserKey(APP, ALICE))).isEmpty();
    }

    @Test
    void anEmptyBatchChangesNothing() throws Exception {
        assertThat(log.append(List.of())).isEmpty();
        assertThat(log.position()).isZero();
    }

    @Test
    void entriesAreNumberedPerConversationAndPositionedInAll() throws Exception {
        ConversationId other = ConversationId.single(APP, ALICE, CAROL);
        List<Entry> first = log.append(List.of(
                append(ALICE_BOB, text(ALICE, "1")),
                append(other, text(ALICE, "2")),
                append(ALICE_BOB, text(BOB, "3"))));
        List<Entry> second = log.append(List.of(append(ALICE_BOB, text(BOB, "4")), append(other, text(CAROL, "5"))));
        assertThat(first).extracting(Entry::number).containsExactly(1L, 1L, 2L);
        assertThat(second).extracting(Entry::number).containsExactly(3L, 2L);
        List<Entry> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(all).extracting(Entry::position).doesNotHaveDuplicates().isSorted();
        assertThat(all).extracting(Entry::position).allMatch(position -> position > 0 && position < 1L << 53);
        assertThat(log.position()).isEqualTo(second.getLast().position());
        assertThat(log.readForward(ALICE_BOB, 1, 10, BYTES_MAX))
                .containsExactly(first.get(0), first.get(2), second.get(0));
        assertThat(log.entry(other, 2)).isEqualTo(second.get(1));
    }

    @Test
    void everythingOfAMessageComesBack() throws Exception {
        Message plain = text(ALICE, "hello");
        Message rich = new Message(
                BOB,
                "鸿雁-1",
                plain.kind(),
                plain.content(),
                RawJson.of("{\"k\":[1,null]}"),
                List.of("carol", Message.MENTION_ALL),
                1,
                false,
                true);
        List<Entry> written = log.append(List.of(append(ALICE_BOB, plain), append(ALICE_BOB, rich)));
        assertThat(written).extracting(Entry::payload).containsExactly(plain, rich);
        assertThat(log.readForward(ALICE_BOB, 1, 10, BYTES_MAX)).isEqualTo(written);
    }

    @Test
    void everyEventComesBack() throws Exception {
        ConversationId.Feed feed = new ConversationId.Feed(APP, ALICE);
        Member member = Member.NEW.withPinnedAtMs(NOON_MS).withMuted(true).withRead(new Mark(7, 5));
        List<Payload> events = List.of(
                new Payload.ReadMark(ALICE, ALICE_BOB, 7, 5),
                new Payload.ReadReceipt(BOB, ALICE_BOB, 9),
                new Payload.SettingsChanged(ALICE, new ConversationId.Group(APP, "g"), member),
                new Payload.Recall(BOB, 3, BOB, true),
                new Payload.Recalled(BOB, "c", text(BOB, "x").kind(), ALICE, false));
        List<Entry> written = log.append(
                events.stream().map(event -> (Change) append(feed, event)).toList());
        assertThat(written).extracting(Entry::payload).containsExactlyElementsOf(events);
        assertThat(written).extracting(Entry::counted).containsOnly(0L);
        assertThat(log.readForward(feed, 1, 10, BYTES_MAX)).isEqualTo(written);
    }

    @Test
    void onlyCountedMessagesRaiseTheRunningCount() throws Exception {
        List<Entry> entries = log.append(List.of(
                append(ALICE_BOB, text(ALICE, "1")),
                append(ALICE_BOB, command(ALICE, "2")),
                append(ALICE_BOB, new Payload.Recall(ALICE, 1, ALICE, true)),
                append(ALICE_BOB, text(BOB, "4"))));
        assertThat(entries).extracting(Entry::counted).containsExactly(1L, 1L, 1L, 2L);
        assertThat(log.head(ALICE_BOB).counted()).isEqualTo(2);
    }

    @Test
    void timeNeverGoesBack() throws Exception {
        ConversationId other = ConversationId.single(APP, BOB, CAROL);
        List<Entry> entries = log.append(List.of(
                new Change.Append(ALICE_BOB, text(ALICE, "1"), 2_000),
                new Change.Append(ALICE_BOB, text(ALICE, "2"), 1_000),
                new Change.Append(other, text(BOB, "3"), 1_500)));
        Entry later = log.append(List.of(new Change.Append(ALICE_BOB, text(ALICE, "4"), 1_999)))
                .getFirst();
        assertThat(entries).extracting(Entry::timeMs).containsExactly(2_000L, 2_000L, 1_500L);
        assertThat(later.timeMs()).isEqualTo(2_000);
    }

    @Test
    void theHeadIsTheNewestEntryWithBothPartiesLastSends() throws Exception {
        log.append(List.of(append(ALICE_BOB, text(ALICE, "1"))));
        log.append(List.of(append(ALICE_BOB, text(BOB, "2")), append(ALICE_BOB, command(BOB, "3"))));
        Entry event = log.append(List.of(append(ALICE_BOB, new Payload.Recall(ALICE, 99, ALICE, true))))
                .getFirst();
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(event, new Mark(1, 1), new Mark(3, 2), 0));
        Entry system =
                log.append(List.of(append(ALICE_BOB, text(UserId.SYSTEM, "5")))).getFirst();
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(system, new Mark(1, 1), new Mark(3, 2), 0));
    }

    @Test
    void onlySingleConversationsKnowOwnSends() throws Exception {
        for (ConversationId conversation : List.of(
                new ConversationId.Group(APP, "g"),
                new ConversationId.Room(APP, "r"),
                new ConversationId.Feed(APP, ALICE))) {
            Entry entry =
                    log.append(List.of(append(conversation, text(ALICE, "1")))).getFirst();
            assertThat(log.head(conversation)).isEqualTo(new Head(entry, Mark.ZERO, Mark.ZERO, 0));
        }
    }

    @Test
    void theHeadOfALargeMessageIsWhole() throws Exception {
        Entry large = log.append(List.of(append(ALICE_BOB, text(ALICE, "x".repeat(30_000)))))
                .getFirst();
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(large, new Mark(1, 1), Mark.ZERO, 0));
        Entry next = log.append(List.of(append(ALICE_BOB, text(BOB, "2")))).getFirst();
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(next, new Mark(1, 1), new Mark(2, 2), 0));
    }

    @Test
    void theFirstEntryOfASingleConversationMakesBothRows() throws Exception {
        log.append(List.of(append(ALICE_BOB, text(ALICE, "1"))));
        assertThat(log.member(ALICE_BOB, ALICE)).isEqualTo(Member.NEW);
        assertThat(log.member(ALICE_BOB, BOB)).isEqualTo(Member.NEW);
        assertThat(log.member(ALICE_BOB, CAROL)).isNull();
        assertThat(log.memberships(new UserKey(APP, BOB))).containsExactly(new Membership(ALICE_BOB, Member.NEW));
    }

    @Test
    void aNotebookHasOneRowAndBothMarksAreItsOwners() throws Exception {
        ConversationId.Single notebook = ConversationId.single(APP, ALICE, ALICE);
        Entry entry = log.append(List.of(append(notebook, text(ALICE, "1")))).getFirst();
        assertThat(log.memberships(new UserKey(APP, ALICE))).containsExactly(new Membership(notebook, Member.NEW));
        assertThat(log.head(notebook)).isEqualTo(new Head(entry, new Mark(1, 1), new Mark(1, 1), 0));
    }

    @Test
    void groupsRoomsAndFeedsMakeNoRows() throws Exception {
        log.append(List.of(
                append(new ConversationId.Group(APP, "g"), text(ALICE, "1")),
                append(new ConversationId.Room(APP, "r"), text(ALICE, "1")),
                append(new ConversationId.Feed(APP, ALICE), new Payload.ReadReceipt(ALICE, ALICE_BOB, 1))));
        assertThat(log.memberships(new UserKey(APP, ALICE))).isEmpty();
    }

    @Test
    void rowsMadeBeforeTheFirstEntryStay() throws Exception {
        Change.MemberChange pin = new Change.MemberChange.Settings(Mark.ZERO, 0, 5, true, Notes.NONE);
        log.append(List.of(new Change.Update(ALICE_BOB, ALICE, pin)));
        log.append(List.of(append(ALICE_BOB, text(BOB, "1"))));
        assertThat(log.member(ALICE_BOB, ALICE))
                .isEqualTo(Member.NEW.withPinnedAtMs(5).withMuted(true));
        assertThat(log.member(ALICE_BOB, BOB)).isEqualTo(Member.NEW);
    }

    @Test
    void memberChangesAddUpInTheirOrderAndMarksNeverGoBack() throws Exception {
        log.append(List.of(
                append(ALICE_BOB, text(ALICE, "1")),
                new Change.Update(ALICE_BOB, BOB, new Change.MemberChange.Delivered(5)),
                new Change.Update(ALICE_BOB, BOB, new Change.MemberChange.Read(new Mark(5, 4))),
                new Change.Update(ALICE_BOB, BOB, new Change.MemberChange.Read(new Mark(3, 2)))));
        log.append(List.of(
                new Change.Update(ALICE_BOB, BOB, new Change.MemberChange.Delivered(4)),
                new Change.Update(
                        ALICE_BOB, BOB, new Change.MemberChange.Settings(new Mark(2, 2), 7, 9, true, NOTES))));
        Member expected = new Member(Mark.ZERO, new Mark(5, 4), 5, new Mark(2, 2), 7, 9, true).withNotes(NOTES);
        assertThat(log.member(ALICE_BOB, BOB)).isEqualTo(expected);
        assertThat(log.memberships(new UserKey(APP, BOB))).containsExactly(new Membership(ALICE_BOB, expected));
        assertThat(log.member(ALICE_BOB, ALICE)).isEqualTo(Member.NEW);
    }

    @Test
    void aUsersRowsAreOfEveryKindOfConversation() throws Exception {
        List<ConversationId> conversations = List.of(
                ALICE_BOB,
                ConversationId.single(APP, ALICE, CAROL),
                new ConversationId.Group(APP, "g"),
                new ConversationId.Room(APP, "g"));
        List<Change> changes = new ArrayList<>();
        for (ConversationId conversation : conversations) {
            changes.add(
                    conversation instanceof ConversationId.Group
                            ? new Change.Join(conversation, ALICE, true)
                            : new Change.Update(conversation, ALICE, new Change.MemberChange.Delivered(1)));
        }
        log.append(changes);
        assertThat(log.memberships(new UserKey(APP, ALICE)))
                .extracting(Membership::conversation)
                .containsExactlyInAnyOrderElementsOf(conversations);
    }
}

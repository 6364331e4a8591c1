package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.CAROL;
import static im.hongyan.testkit.log.LogSamples.NOON_MS;
import static im.hongyan.testkit.log.LogSamples.OTHER_APP;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.command;
import static im.hongyan.testkit.log.LogSamples.leftOf;
import static im.hongyan.testkit.log.LogSamples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.MessageLog.Membership;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [MessageLog] keeps. An adapter's test extends it and says how to open an empty one.
public abstract class MessageLogContract {
    private static final int BYTES_MAX = 1 << 20;
    private MessageLog log = new MemoryMessageLog();

    /// A new, empty log.
    protected abstract MessageLog open() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = open();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void anEmptyLogKnowsNothing() {
        assertThat(log.position()).isZero();
        assertThat(log.head(ALICE_BOB)).isEqualTo(Head.EMPTY);
        assertThat(log.entry(ALICE_BOB, 1)).isNull();
        assertThat(log.readForward(ALICE_BOB, 1, 10, BYTES_MAX)).isEmpty();
        assertThat(log.readBack(ALICE_BOB, Long.MAX_VALUE, 10, BYTES_MAX)).isEmpty();
        assertThat(log.recalledAfter(ALICE_BOB, 0, 10)).isEmpty();
        assertThat(log.countRecalledAfter(ALICE_BOB, 0)).isZero();
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
        Change.MemberChange pin = new Change.MemberChange.Settings(Mark.ZERO, 0, 5, true);
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
                new Change.Update(ALICE_BOB, BOB, new Change.MemberChange.Settings(new Mark(2, 2), 7, 9, true))));
        Member expected = new Member(Mark.ZERO, new Mark(5, 4), 5, new Mark(2, 2), 7, 9, true);
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
            changes.add(new Change.Update(conversation, ALICE, new Change.MemberChange.Delivered(1)));
        }
        log.append(changes);
        assertThat(log.memberships(new UserKey(APP, ALICE)))
                .extracting(Membership::conversation)
                .containsExactlyInAnyOrderElementsOf(conversations);
    }

    @Test
    void anErasedMessageLeavesItsPlace() throws Exception {
        Message first = text(ALICE, "1");
        List<Entry> entries = log.append(List.of(append(ALICE_BOB, first), append(ALICE_BOB, text(BOB, "2"))));
        Entry recall = log.append(List.of(
                        new Change.Erase(ALICE_BOB, 1, leftOf(first)),
                        append(ALICE_BOB, new Payload.Recall(ALICE, 1, ALICE, true))))
                .getFirst();
        Entry was = entries.getFirst();
        assertThat(log.entry(ALICE_BOB, 1))
                .isEqualTo(new Entry(ALICE_BOB, 1, was.position(), was.timeMs(), was.counted(), leftOf(first)));
        assertThat(log.recalledAfter(ALICE_BOB, 0, 10)).containsExactly(1L);
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(recall, new Mark(1, 1), new Mark(2, 2), 1));
        assertThat(recall.counted()).isEqualTo(2);
    }

    @Test
    void erasingTheNewestEntryRefreshesTheHead() throws Exception {
        Message only = text(ALICE, "1");
        Entry was = log.append(List.of(append(ALICE_BOB, only))).getFirst();
        log.append(List.of(new Change.Erase(ALICE_BOB, 1, leftOf(only))));
        Entry left = new Entry(ALICE_BOB, 1, was.position(), was.timeMs(), 1, leftOf(only));
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(left, new Mark(1, 1), Mark.ZERO, 1));
        assertThat(log.readBack(ALICE_BOB, Long.MAX_VALUE, 1, BYTES_MAX)).containsExactly(left);
        assertThat(log.position()).isEqualTo(was.position());
    }

    @Test
    void erasingAnOlderEntryAloneIsSeenInTheHead() throws Exception {
        Message first = text(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, first)));
        Entry newest = log.append(List.of(append(ALICE_BOB, text(BOB, "2")))).getFirst();
        log.append(List.of(new Change.Erase(ALICE_BOB, 1, leftOf(first))));
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(newest, new Mark(1, 1), new Mark(2, 2), 1));
    }

    @Test
    void anUncountedMessageIsErasedWithoutJoiningTheRecalled() throws Exception {
        Message quiet = command(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, quiet)));
        log.append(List.of(new Change.Erase(ALICE_BOB, 1, leftOf(quiet))));
        assertThat(log.countRecalledAfter(ALICE_BOB, 0)).isZero();
        assertThat(log.head(ALICE_BOB).recalled()).isZero();
        assertThat(log.entry(ALICE_BOB, 1)).extracting(Entry::payload).isEqualTo(leftOf(quiet));
    }

    @Test
    void onlyAMessageCanBeErasedAndOnlyOnce() throws Exception {
        Message first = text(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, first), append(ALICE_BOB, new Payload.Recall(ALICE, 9, ALICE, true))));
        Payload.Recalled byBob = new Payload.Recalled(ALICE, "late", first.kind(), BOB, true);
        log.append(List.of(
                new Change.Erase(ALICE_BOB, 1, leftOf(first)),
                new Change.Erase(ALICE_BOB, 1, byBob),
                new Change.Erase(ALICE_BOB, 2, byBob),
                new Change.Erase(ALICE_BOB, 0, byBob),
                new Change.Erase(ALICE_BOB, 3, byBob)));
        log.append(List.of(new Change.Erase(ALICE_BOB, 1, byBob)));
        assertThat(log.entry(ALICE_BOB, 1)).extracting(Entry::payload).isEqualTo(leftOf(first));
        assertThat(log.entry(ALICE_BOB, 2)).extracting(Entry::payload).isInstanceOf(Payload.Recall.class);
        assertThat(log.head(ALICE_BOB).recalled()).isEqualTo(1);
        assertThat(log.countRecalledAfter(ALICE_BOB, 0)).isEqualTo(1);
    }

    @Test
    void aMessageCanBeErasedInTheBatchThatMadeIt() throws Exception {
        Message first = text(ALICE, "1");
        Message third = text(ALICE, "3");
        log.append(List.of(
                append(ALICE_BOB, first),
                append(ALICE_BOB, text(BOB, "2")),
                new Change.Erase(ALICE_BOB, 1, leftOf(first)),
                append(ALICE_BOB, third),
                new Change.Erase(ALICE_BOB, 3, leftOf(third))));
        assertThat(log.readForward(ALICE_BOB, 1, 10, BYTES_MAX))
                .extracting(Entry::payload)
                .containsExactly(leftOf(first), text(BOB, "2"), leftOf(third));
        assertThat(log.recalledAfter(ALICE_BOB, 0, 10)).containsExactly(1L, 3L);
        Head head = log.head(ALICE_BOB);
        assertThat(head).isEqualTo(new Head(log.entry(ALICE_BOB, 3), new Mark(3, 3), new Mark(2, 2), 2));
    }

    @Test
    void recalledNumbersAreGivenNewestFirstUpToTheLimitButAscending() throws Exception {
        fill(ALICE_BOB, 20);
        List<Change> erasures = new ArrayList<>();
        for (long number : new long[] {2, 3, 11, 12, 20}) {
            erasures.add(new Change.Erase(ALICE_BOB, number, leftOf(text(ALICE, "x"))));
        }
        log.append(erasures);
        assertThat(log.recalledAfter(ALICE_BOB, 0, 10)).containsExactly(2L, 3L, 11L, 12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, 0, 2)).containsExactly(12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, 3, 10)).containsExactly(11L, 12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, 20, 10)).isEmpty();
        assertThat(log.recalledAfter(ALICE_BOB, 0, 0)).isEmpty();
        assertThat(log.countRecalledAfter(ALICE_BOB, 0)).isEqualTo(5);
        assertThat(log.countRecalledAfter(ALICE_BOB, 11)).isEqualTo(2);
        assertThat(log.head(ALICE_BOB).recalled()).isEqualTo(5);
    }

    @Test
    void pagesGoForwardAndBackWithinTheirLimits() throws Exception {
        fill(ALICE_BOB, 30);
        assertThat(numbers(log.readForward(ALICE_BOB, 1, 3, BYTES_MAX))).containsExactly(1L, 2L, 3L);
        assertThat(numbers(log.readForward(ALICE_BOB, -5, 2, BYTES_MAX))).containsExactly(1L, 2L);
        assertThat(numbers(log.readForward(ALICE_BOB, 29, 10, BYTES_MAX))).containsExactly(29L, 30L);
        assertThat(numbers(log.readForward(ALICE_BOB, 31, 10, BYTES_MAX))).isEmpty();
        assertThat(numbers(log.readBack(ALICE_BOB, Long.MAX_VALUE, 3, BYTES_MAX)))
                .containsExactly(30L, 29L, 28L);
        assertThat(numbers(log.readBack(ALICE_BOB, 2, 10, BYTES_MAX))).containsExactly(2L, 1L);
        assertThat(numbers(log.readBack(ALICE_BOB, 0, 10, BYTES_MAX))).isEmpty();
        assertThat(numbers(log.readBack(ALICE_BOB, 100, 1, BYTES_MAX))).containsExactly(30L);
        assertThat(log.readForward(ALICE_BOB, 1, 0, BYTES_MAX)).isEmpty();
        assertThat(log.readBack(ALICE_BOB, 5, 0, BYTES_MAX)).isEmpty();
    }

    @Test
    void aPageEndsEarlyWhenItHasItsBytesButIsNeverEmpty() throws Exception {
        for (int i = 0; i < 10; i++) {
            log.append(List.of(append(ALICE_BOB, text(ALICE, "y".repeat(1_000)))));
        }
        assertThat(log.readForward(ALICE_BOB, 1, 10, 1)).hasSize(1);
        assertThat(log.readBack(ALICE_BOB, 10, 10, 1)).hasSize(1);
        assertThat(log.readForward(ALICE_BOB, 1, 10, 3_000)).hasSizeBetween(2, 4);
        assertThat(log.readBack(ALICE_BOB, 10, 10, 3_000)).hasSizeBetween(2, 4);
    }

    @Test
    void appsNeverSeeEachOther() throws Exception {
        ConversationId.Single theirs = ConversationId.single(OTHER_APP, ALICE, BOB);
        Message ours = text(ALICE, "ours");
        log.append(List.of(append(ALICE_BOB, ours)));
        assertThat(log.head(theirs)).isEqualTo(Head.EMPTY);
        assertThat(log.readBack(theirs, Long.MAX_VALUE, 10, BYTES_MAX)).isEmpty();
        assertThat(log.memberships(new UserKey(OTHER_APP, ALICE))).isEmpty();
        log.append(List.of(append(theirs, text(ALICE, "theirs")), new Change.Erase(ALICE_BOB, 1, leftOf(ours))));
        assertThat(log.head(theirs).number()).isEqualTo(1);
        assertThat(log.countRecalledAfter(theirs, 0)).isZero();
        assertThat(log.memberships(new UserKey(APP, ALICE))).hasSize(1);
        assertThat(log.memberships(new UserKey(OTHER_APP, ALICE))).hasSize(1);
    }

    @Test
    void trickyIdsNeverMix() throws Exception {
        List<ConversationId> tricky = trickyConversations();
        for (int round = 1; round <= 3; round++) {
            List<Change> batch = new ArrayList<>();
            for (int i = 0; i < tricky.size(); i++) {
                batch.add(append(tricky.get(i), text(ALICE, i + "-" + round)));
            }
            log.append(batch);
        }
        log.append(List.of(new Change.Erase(tricky.getFirst(), 2, leftOf(text(ALICE, "0-2")))));
        for (int i = 0; i < tricky.size(); i++) {
            ConversationId conversation = tricky.get(i);
            assertThat(numbers(log.readForward(conversation, 1, 10, BYTES_MAX))).containsExactly(1L, 2L, 3L);
            assertThat(numbers(log.readBack(conversation, Long.MAX_VALUE, 10, BYTES_MAX)))
                    .containsExactly(3L, 2L, 1L);
            assertThat(log.entry(conversation, 3)).extracting(Entry::payload).isEqualTo(text(ALICE, i + "-3"));
            assertThat(log.head(conversation).number()).isEqualTo(3);
            assertThat(log.countRecalledAfter(conversation, 0)).isEqualTo(i == 0 ? 1 : 0);
            if (conversation instanceof ConversationId.Single(AppId app, UserId a, UserId b)) {
                long rows = tricky.stream()
                        .filter(other -> other instanceof ConversationId.Single single
                                && single.app().equals(app)
                                && (single.a().equals(a) || single.b().equals(a)))
                        .count();
                assertThat(log.memberships(new UserKey(app, a))).hasSize((int) rows);
                assertThat(log.member(conversation, b)).isEqualTo(Member.NEW);
            }
        }
    }

    private static List<ConversationId> trickyConversations() {
        List<UserId> users = List.of(
                new UserId("a"),
                new UserId("aa"),
                new UserId("aaa"),
                new UserId("ab"),
                new UserId("b"),
                new UserId(" "),
                new UserId("\uffff\uffff"),
                new UserId("\uffff"),
                new UserId("\udbff\udfff"),
                new UserId("z".repeat(64)));
        List<ConversationId> tricky = new ArrayList<>();
        for (AppId app : List.of(new AppId("a"), new AppId("aa"))) {
            for (UserId one : users) {
                for (UserId other : users) {
                    ConversationId.Single single = ConversationId.single(app, one, other);
                    if (!tricky.contains(single)) {
                        tricky.add(single);
                    }
                }
                tricky.add(new ConversationId.Feed(app, one));
                tricky.add(new ConversationId.Group(app, one.value()));
                tricky.add(new ConversationId.Room(app, one.value()));
            }
            tricky.add(new ConversationId.Group(app, ""));
            tricky.add(new ConversationId.Group(app, "\u0001"));
            tricky.add(new ConversationId.Group(app, "\u0000\u0000"));
        }
        return tricky;
    }

    @Test
    void aBatchMayHoldManyChangesOfOneConversation() throws Exception {
        List<Change> batch = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            batch.add(append(ALICE_BOB, text(i % 3 == 0 ? BOB : ALICE, "m" + i)));
        }
        List<Entry> entries = log.append(batch);
        assertThat(numbers(entries))
                .isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(log.head(ALICE_BOB))
                .isEqualTo(new Head(entries.getLast(), new Mark(1_000, 1_000), new Mark(999, 999), 0));
        assertThat(log.readForward(ALICE_BOB, 1, 2_000, BYTES_MAX)).isEqualTo(entries);
    }

    @Test
    void manyConversationsAreHeldApart() throws Exception {
        int conversations = 500;
        for (int round = 1; round <= 3; round++) {
            List<Change> batch = new ArrayList<>();
            for (int i = 0; i < conversations; i++) {
                batch.add(append(ConversationId.single(APP, ALICE, new UserId("u" + i)), text(ALICE, i + "/" + round)));
            }
            assertThat(numbers(log.append(batch))).containsOnly((long) round);
        }
        for (int i = 0; i < conversations; i++) {
            Head head = log.head(ConversationId.single(APP, ALICE, new UserId("u" + i)));
            assertThat(head.number()).isEqualTo(3);
            assertThat(head.last()).extracting(Entry::payload).isEqualTo(text(ALICE, i + "/3"));
        }
        assertThat(log.memberships(new UserKey(APP, ALICE))).hasSize(conversations);
    }

    @Test
    void readersSeeWholePrefixesWhileABatchIsWritten() throws Exception {
        AtomicBoolean writing = new AtomicBoolean(true);
        ConversationId other = ConversationId.single(APP, BOB, CAROL);
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> reads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                reads.add(readers.submit(() -> readWhile(writing, other)));
            }
            try {
                writeRounds(other);
            } finally {
                writing.set(false);
            }
            for (Future<Integer> read : reads) {
                assertThat(read.get()).isPositive();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a reader saw what it must not", e);
        }
    }

    private void writeRounds(ConversationId other) throws LogUnavailableException {
        for (int round = 0; round < 300; round++) {
            List<Change> batch = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                batch.add(append(ALICE_BOB, text(ALICE, round + "." + i)));
                batch.add(append(other, text(BOB, round + "." + i)));
            }
            Entry last = log.append(batch).getLast();
            assertThat(log.head(other).last()).isEqualTo(last);
        }
    }

    private int readWhile(AtomicBoolean writing, ConversationId other) {
        int reads = 0;
        long seen = 0;
        do {
            // The second conversation is written after the first in the same batch, so it is never ahead.
            long head = log.head(other).number();
            List<Entry> page = log.readBack(ALICE_BOB, Long.MAX_VALUE, 100, BYTES_MAX);
            assertThat(head).isGreaterThanOrEqualTo(seen);
            assertThat(page.isEmpty() ? 0 : page.getFirst().number()).isGreaterThanOrEqualTo(head);
            for (int i = 1; i < page.size(); i++) {
                assertThat(page.get(i).number()).isEqualTo(page.get(i - 1).number() - 1);
            }
            if (!page.isEmpty()) {
                assertThat(page.getFirst().number() % 5).isZero();
            }
            seen = head;
            reads++;
        } while (writing.get());
        return reads;
    }

    @Test
    void aClosedLogIsNotUsed() {
        log.close();
        log.close();
        assertThatThrownBy(() -> log.head(ALICE_BOB)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> log.append(List.of())).isInstanceOf(IllegalStateException.class);
    }

    private void fill(ConversationId conversation, int count) throws LogUnavailableException {
        for (int i = 1; i <= count; i++) {
            log.append(List.of(append(conversation, text(ALICE, "n" + i))));
        }
    }

    private static List<Long> numbers(List<Entry> entries) {
        return entries.stream().map(Entry::number).toList();
    }
}

package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.CAROL;
import static im.hongyan.testkit.log.LogSamples.OTHER_APP;
import static im.hongyan.testkit.log.LogSamples.append;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The part of [MessageLogContract] about reading: pages, isolation, many conversations, other threads.
abstract class ReadingContract extends LogFixture {
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
        assertThat(log.countRecalledAfter(theirs, BOB, 0)).isZero();
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
            assertThat(log.countRecalledAfter(conversation, BOB, 0)).isEqualTo(i == 0 ? 1 : 0);
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
}

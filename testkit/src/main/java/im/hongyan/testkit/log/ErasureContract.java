package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.command;
import static im.hongyan.testkit.log.LogSamples.leftOf;
import static im.hongyan.testkit.log.LogSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.log.Change;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The part of [MessageLogContract] about recalled messages.
abstract class ErasureContract extends ReadingContract {
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
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 10)).containsExactly(1L);
        assertThat(log.head(ALICE_BOB)).isEqualTo(new Head(recall, new Mark(1, 1), new Mark(2, 2), 1));
        assertThat(recall.counted()).isEqualTo(2);
    }

    @Test
    void anUncountedMessageIsErasedWithoutJoiningTheRecalled() throws Exception {
        Message quiet = command(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, quiet)));
        log.append(List.of(new Change.Erase(ALICE_BOB, 1, leftOf(quiet))));
        assertThat(log.countRecalledAfter(ALICE_BOB, BOB, 0)).isZero();
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
        assertThat(log.countRecalledAfter(ALICE_BOB, BOB, 0)).isEqualTo(1);
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
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 10)).containsExactly(1L, 3L);
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
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 10)).containsExactly(2L, 3L, 11L, 12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 2)).containsExactly(12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 3, 10)).containsExactly(11L, 12L, 20L);
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 20, 10)).isEmpty();
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 0)).isEmpty();
        assertThat(log.countRecalledAfter(ALICE_BOB, BOB, 0)).isEqualTo(5);
        assertThat(log.countRecalledAfter(ALICE_BOB, BOB, 11)).isEqualTo(2);
        assertThat(log.head(ALICE_BOB).recalled()).isEqualTo(5);
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
}

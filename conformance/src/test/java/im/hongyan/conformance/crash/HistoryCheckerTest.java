package im.hongyan.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.conformance.crash.Testimony.Pushed;
import im.hongyan.conformance.crash.Testimony.Recalled;
import im.hongyan.conformance.crash.Testimony.Sent;
import im.hongyan.conformance.crash.Testimony.Summary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A good history, and one small lie at a time: each rule must be able to fail.
final class HistoryCheckerTest {
    private static final Set<Rule> SHOWN_TO_FAIL = EnumSet.noneOf(Rule.class);

    // ann: a1 (1), a2 (2), a3 (4); bob: b1 (3). ann recalled a3 with event 5. bob read up to 2, and wrote 3 later.
    private static final Row A1 = new Row(1, 1, 11, 100, "ann", "a1", "one", "", 0);
    private static final Row A2 = new Row(2, 2, 12, 101, "ann", "a2", "two", "", 0);
    private static final Row B1 = new Row(3, 3, 15, 102, "bob", "b1", "yes", "", 0);
    private static final Row A3 = new Row(4, 4, 16, 103, "ann", "a3", "three", "", 0);
    private static final Row A3_ERASED = new Row(4, 4, 16, 103, "ann", "", "", "ann", 0);
    private static final Row RECALL = new Row(5, 4, 17, 104, "ann", "", "", "", 4);
    private static final List<Row> HISTORY = List.of(A1, A2, B1, A3_ERASED, RECALL);

    private static final Testimony ANN = new Testimony(
            "ann",
            List.of(sent("a1", "one", A1), sent("a2", "two", A2), sent("a3", "three", A3)),
            List.of(new Recalled(4, answer(RECALL))),
            List.of(),
            List.of(new Pushed(1, B1)),
            HISTORY,
            new Summary(5, 4, 0, 4, 4, 0, 2),
            List.of(1L, 2L));
    private static final Testimony BOB = new Testimony(
            "bob",
            List.of(sent("b1", "yes", B1)),
            List.of(),
            List.of(1L, 2L, 2L),
            List.of(new Pushed(1, A1), new Pushed(1, A2), new Pushed(2, A3), new Pushed(2, RECALL)),
            HISTORY,
            new Summary(5, 4, 0, 3, 3, 2, 0),
            List.of());

    private static Answer answer(Row row) {
        return new Answer(row.n(), row.k(), row.mid(), row.t());
    }

    private static Sent sent(String cid, String text, Row at) {
        return new Sent(cid, text, false, List.of(answer(at)));
    }

    private static Set<Rule> check(Testimony ann, Testimony bob) {
        return HistoryChecker.check(ann, bob).stream().map(Violation::rule).collect(Collectors.toSet());
    }

    private static void breaks(Rule rule, Testimony ann, Testimony bob) {
        assertThat(check(ann, bob)).contains(rule);
        SHOWN_TO_FAIL.add(rule);
    }

    private static Testimony sends(Testimony of, List<Sent> sends) {
        return new Testimony(
                of.user(), sends, of.recalls(), of.marks(), of.pushes(), of.history(), of.summary(), of.receipts());
    }

    private static Testimony pushes(Testimony of, Pushed... pushes) {
        return new Testimony(
                of.user(),
                of.sends(),
                of.recalls(),
                of.marks(),
                List.of(pushes),
                of.history(),
                of.summary(),
                of.receipts());
    }

    private static Testimony marks(Testimony of, Long... marks) {
        return new Testimony(
                of.user(),
                of.sends(),
                of.recalls(),
                List.of(marks),
                of.pushes(),
                of.history(),
                of.summary(),
                of.receipts());
    }

    private static Testimony receipts(Testimony of, Long... receipts) {
        return new Testimony(
                of.user(),
                of.sends(),
                of.recalls(),
                of.marks(),
                of.pushes(),
                of.history(),
                of.summary(),
                List.of(receipts));
    }

    private static Testimony summary(Testimony of, Summary summary) {
        return new Testimony(
                of.user(), of.sends(), of.recalls(), of.marks(), of.pushes(), of.history(), summary, of.receipts());
    }

    private static Testimony history(Testimony of, List<Row> history) {
        return new Testimony(
                of.user(), of.sends(), of.recalls(), of.marks(), of.pushes(), history, of.summary(), of.receipts());
    }

    /// The same change to what both have read.
    private static void historyBreaks(Rule rule, UnaryOperator<List<Row>> change) {
        List<Row> changed = change.apply(new ArrayList<>(HISTORY));
        breaks(rule, history(ANN, changed), history(BOB, changed));
    }

    private static List<Row> set(List<Row> rows, int index, Row row) {
        rows.set(index, row);
        return rows;
    }

    @AfterAll
    static void everyRuleWasShownToFail() {
        assertThat(SHOWN_TO_FAIL).isEqualTo(EnumSet.allOf(Rule.class));
    }

    @Test
    void aGoodHistoryIsGood() {
        assertThat(HistoryChecker.check(ANN, BOB)).isEmpty();
    }

    @Test
    void whatWasNeverAnsweredMayBeThereOrNot() {
        var more = new ArrayList<>(ANN.sends());
        more.add(new Sent("a4", "four", false, List.of()));
        assertThat(HistoryChecker.check(sends(ANN, more), BOB)).isEmpty();
        Testimony unanswered = sends(BOB, List.of(new Sent("b1", "yes", false, List.of())));
        assertThat(HistoryChecker.check(ANN, unanswered)).isEmpty();
    }

    @Test
    void anAcknowledgedMessageThatIsNotThere() {
        var more = new ArrayList<>(ANN.sends());
        more.add(new Sent("a4", "four", false, List.of(new Answer(6, 5, 18, 105))));
        breaks(Rule.LOST, sends(ANN, more), BOB);
    }

    @Test
    void aNumberThatBelongsToAnother() {
        historyBreaks(Rule.LOST, rows -> set(rows, 1, new Row(2, 2, 12, 101, "ann", "other", "two", "", 0)));
    }

    @Test
    void oneClientIdTwice() {
        historyBreaks(Rule.TWICE, rows -> set(rows, 1, new Row(2, 2, 12, 101, "ann", "a1", "one", "", 0)));
    }

    @Test
    void moreMessagesThanWereSent() {
        historyBreaks(Rule.TWICE, rows -> set(rows, 2, new Row(3, 3, 15, 102, "ann", "", "", "ann", 0)));
    }

    @Test
    void wordsThatNobodySaid() {
        historyBreaks(Rule.INVENTED, rows -> set(rows, 1, new Row(2, 2, 12, 101, "ann", "a2", "twice two", "", 0)));
        historyBreaks(Rule.INVENTED, rows -> set(rows, 1, new Row(2, 2, 12, 101, "eve", "a2", "two", "", 0)));
    }

    @Test
    void aHole() {
        historyBreaks(Rule.HOLE, rows -> {
            rows.remove(1);
            return rows;
        });
        breaks(Rule.HOLE, ANN, summary(BOB, new Summary(6, 4, 0, 3, 3, 2, 0)));
    }

    @Test
    void twoViews() {
        breaks(
                Rule.VIEWS,
                ANN,
                history(BOB, set(new ArrayList<>(HISTORY), 0, new Row(1, 1, 11, 99, "ann", "a1", "one", "", 0))));
        breaks(Rule.VIEWS, ANN, history(BOB, HISTORY.subList(0, 4)));
    }

    @Test
    void idsThatFall() {
        historyBreaks(Rule.IDS, rows -> set(rows, 2, new Row(3, 3, 12, 102, "bob", "b1", "yes", "", 0)));
    }

    @Test
    void aWrongRunningCount() {
        historyBreaks(Rule.RUNNING_COUNT, rows -> set(rows, 4, new Row(5, 5, 17, 104, "ann", "", "", "", 4)));
    }

    @Test
    void theSecondBeforeTheFirst() {
        var swapped =
                List.of(ANN.sends().get(1), ANN.sends().get(0), ANN.sends().get(2));
        breaks(Rule.ORDER, sends(ANN, swapped), BOB);
        // Unless the first was refused at first and could only follow.
        Sent refused = new Sent("a2", "two", true, ANN.sends().get(1).answers());
        assertThat(check(
                        sends(
                                ANN,
                                List.of(refused, ANN.sends().get(0), ANN.sends().get(2))),
                        BOB))
                .isEmpty();
    }

    @Test
    void anotherAnswerTheSecondTime() {
        var twice = new Sent("b1", "yes", false, List.of(answer(B1), new Answer(3, 3, 15, 999)));
        breaks(Rule.ANSWER, ANN, sends(BOB, List.of(twice)));
    }

    @Test
    void anAnswerThatIsNotWhatIsStored() {
        breaks(Rule.ANSWER, ANN, sends(BOB, List.of(new Sent("b1", "yes", false, List.of(new Answer(3, 3, 14, 102))))));
        breaks(Rule.ANSWER, ANN, sends(BOB, List.of(new Sent("b1", "yes", false, List.of(new Answer(2, 2, 12, 101))))));
    }

    @Test
    void aPushThatSaysSomethingElse() {
        breaks(Rule.PUSH, ANN, pushes(BOB, new Pushed(1, new Row(2, 2, 12, 101, "ann", "a2", "to", "", 0))));
        breaks(Rule.PUSH, ANN, pushes(BOB, new Pushed(1, new Row(6, 5, 18, 105, "ann", "a4", "four", "", 0))));
    }

    @Test
    void pushesOutOfOrderOrTwice() {
        breaks(Rule.PUSH_ORDER, ANN, pushes(BOB, new Pushed(1, A2), new Pushed(1, A1)));
        breaks(Rule.PUSH_ORDER, ANN, pushes(BOB, new Pushed(1, A2), new Pushed(1, A2)));
        // Another connection is another story.
        assertThat(check(ANN, pushes(BOB, new Pushed(1, A2), new Pushed(2, A2))))
                .isEmpty();
    }

    @Test
    void aReadMarkThatGoesBackOrIsLost() {
        breaks(Rule.READ_MARK, ANN, marks(BOB, 2L, 1L));
        breaks(Rule.READ_MARK, ANN, marks(BOB, 2L, 4L));
    }

    @Test
    void receiptsThatGoBackOrDisagree() {
        breaks(Rule.RECEIPT, receipts(ANN, 2L, 1L, 2L), BOB);
        breaks(Rule.RECEIPT, receipts(ANN, 1L), BOB);
        breaks(Rule.RECEIPT, summary(ANN, new Summary(5, 4, 0, 4, 4, 0, 1)), BOB);
    }

    @Test
    void aRecallThatIsUndone() {
        historyBreaks(Rule.RECALL, rows -> set(rows, 3, A3));
        historyBreaks(Rule.RECALL, rows -> {
            rows.removeLast();
            return set(rows, 3, A3);
        });
    }

    @Test
    void anErasureWithoutARecall() {
        historyBreaks(Rule.RECALL, rows -> set(rows, 0, new Row(1, 1, 11, 100, "ann", "", "", "ann", 0)));
    }

    @Test
    void aWrongUnread() {
        breaks(Rule.UNREAD, ANN, summary(BOB, new Summary(5, 4, 1, 3, 3, 2, 0)));
        breaks(Rule.UNREAD, ANN, summary(BOB, new Summary(5, 4, 0, 2, 2, 2, 0)));
    }
}

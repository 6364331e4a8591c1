package im.hongyan.conformance.crash;

import im.hongyan.conformance.crash.Testimony.Pushed;
import im.hongyan.conformance.crash.Testimony.Recalled;
import im.hongyan.conformance.crash.Testimony.Sent;
import im.hongyan.conformance.crash.Testimony.Summary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what the two users of one conversation saw and finds every rule that it breaks. Pure: it talks to nobody.
final class HistoryChecker {
    private final Testimony one;
    private final Testimony other;
    private final List<Row> history;
    private final List<Violation> found = new ArrayList<>();

    private HistoryChecker(Testimony one, Testimony other) {
        this.one = one;
        this.other = other;
        this.history = one.history();
    }

    /// Every violation; empty when all is well.
    static List<Violation> check(Testimony one, Testimony other) {
        var checker = new HistoryChecker(one, other);
        checker.numbers();
        checker.views();
        checker.recallsInHistory();
        checker.user(one, other);
        checker.user(other, one);
        checker.invented();
        return List.copyOf(checker.found);
    }

    private void user(Testimony user, Testimony partner) {
        sends(user);
        order(user);
        pushes(user);
        marks(user, partner);
        recalls(user);
        unread(user);
    }

    private void wrong(Rule rule, String detail) {
        found.add(new Violation(rule, detail));
    }

    private void numbers() {
        long mid = 0;
        long k = 0;
        for (int i = 0; i < history.size(); i++) {
            Row row = history.get(i);
            k += row.isEvent() ? 0 : 1;
            if (row.n() != i + 1) {
                wrong(Rule.HOLE, "after " + i + " comes " + row);
                return;
            }
            if (row.mid() <= mid) {
                wrong(Rule.IDS, "after mid " + mid + " comes " + row);
            }
            if (row.k() != k) {
                wrong(Rule.RUNNING_COUNT, "it should be " + k + " in " + row);
            }
            mid = row.mid();
        }
        for (Testimony user : List.of(one, other)) {
            if (user.summary().head() != history.size()) {
                wrong(
                        Rule.HOLE,
                        user.user() + " is told of head " + user.summary().head() + " of " + history.size());
            }
        }
    }

    private void views() {
        List<Row> theirs = other.history();
        for (int i = 0; i < Math.max(history.size(), theirs.size()); i++) {
            Row mine = i < history.size() ? history.get(i) : null;
            Row his = i < theirs.size() ? theirs.get(i) : null;
            if (mine == null || !mine.equals(his)) {
                wrong(Rule.VIEWS, one.user() + " reads " + mine + ", " + other.user() + " reads " + his);
                return;
            }
        }
    }

    private void sends(Testimony user) {
        Map<String, List<Row>> byCid = new HashMap<>();
        for (Row row : history) {
            if (row.from().equals(user.user()) && !row.isEvent() && !row.cid().isEmpty()) {
                byCid.computeIfAbsent(row.cid(), _ -> new ArrayList<>()).add(row);
            }
        }
        byCid.forEach((cid, rows) -> {
            if (rows.size() > 1) {
                wrong(Rule.TWICE, user.user() + " " + cid + " is " + rows);
            }
        });
        long messages = history.stream()
                .filter(row -> row.from().equals(user.user()) && !row.isEvent())
                .count();
        if (messages > user.sends().size()) {
            wrong(Rule.TWICE, user.user() + " sent " + user.sends().size() + " and has " + messages);
        }
        for (Sent sent : user.sends()) {
            Set<Answer> answers = new HashSet<>(sent.answers());
            if (answers.size() > 1) {
                wrong(Rule.ANSWER, user.user() + " " + sent.cid() + " was answered " + answers);
            }
            for (Answer answer : answers) {
                stored(user.user(), sent, answer);
            }
        }
    }

    /// What was answered stands in the history, at that number.
    private void stored(String user, Sent sent, Answer answer) {
        Row row = row(answer.n());
        if (row == null || !isMessageOf(row, user, sent.cid())) {
            boolean elsewhere = history.stream()
                    .anyMatch(any -> any.from().equals(user) && any.cid().equals(sent.cid()));
            wrong(
                    elsewhere ? Rule.ANSWER : Rule.LOST,
                    user + " " + sent.cid() + " was answered " + answer + " and there is " + row);
        } else if (row.mid() != answer.mid() || row.k() != answer.k() || row.t() != answer.t()) {
            wrong(Rule.ANSWER, user + " " + sent.cid() + " was answered " + answer + " and the history says " + row);
        }
    }

    /// Recalled messages need not tell their client id.
    private static boolean isMessageOf(Row row, String user, String cid) {
        return row.from().equals(user)
                && !row.isEvent()
                && (row.isRecalled() || row.cid().equals(cid));
    }

    private @Nullable Row row(long n) {
        return n >= 1 && n <= history.size() ? history.get((int) n - 1) : null;
    }

    /// Messages that were never refused stand in the order in which they were first written.
    private void order(Testimony user) {
        long last = 0;
        String lastCid = "";
        for (Sent sent : user.sends()) {
            if (sent.refused() || sent.answers().isEmpty()) {
                continue;
            }
            long n = sent.answers().getFirst().n();
            if (n <= last) {
                wrong(
                        Rule.ORDER,
                        user.user() + " sent " + sent.cid() + " (" + n + ") after " + lastCid + " (" + last + ")");
            }
            last = n;
            lastCid = sent.cid();
        }
    }

    private void pushes(Testimony user) {
        Map<Integer, Long> last = new HashMap<>();
        for (Pushed push : user.pushes()) {
            Row row = row(push.row().n());
            if (row == null || !row.isSameAs(push.row())) {
                wrong(Rule.PUSH, user.user() + " was pushed " + push + " and the history says " + row);
            }
            long before = last.getOrDefault(push.connection(), 0L);
            if (push.row().n() <= before) {
                wrong(Rule.PUSH_ORDER, user.user() + " was pushed " + push + " after " + before);
            }
            last.put(push.connection(), push.row().n());
        }
    }

    private void marks(Testimony user, Testimony partner) {
        long last = 0;
        for (long mark : user.marks()) {
            if (mark < last) {
                wrong(Rule.READ_MARK, user.user() + " was answered " + mark + " after " + last);
            }
            last = mark;
        }
        if (user.summary().read() < last || user.summary().read() > history.size()) {
            wrong(Rule.READ_MARK, user.user() + " was answered " + last + " and in the end " + user.summary());
        }
        long seen = 0;
        for (long receipt : partner.receipts()) {
            if (receipt < seen) {
                wrong(Rule.RECEIPT, partner.user() + " was told " + receipt + " after " + seen);
            }
            seen = receipt;
        }
        if (seen != user.summary().read()
                || partner.summary().peerRead() != user.summary().read()) {
            wrong(
                    Rule.RECEIPT,
                    partner.user() + "'s feed ends with " + seen + ", summary " + partner.summary() + ", and "
                            + user.user() + " has " + user.summary());
        }
    }

    private void recalls(Testimony user) {
        for (Recalled recall : user.recalls()) {
            Row target = row(recall.target());
            Row event = row(recall.answer().n());
            if (target == null
                    || !target.recalledBy().equals(user.user())
                    || !target.from().equals(user.user())) {
                wrong(Rule.RECALL, user.user() + " recalled " + recall + " and there is " + target);
            }
            if (event == null
                    || event.target() != recall.target()
                    || event.mid() != recall.answer().mid()) {
                wrong(Rule.RECALL, user.user() + " recalled " + recall + " and its event is " + event);
            }
        }
    }

    /// Erased messages and recall events belong together, one to one.
    private void recallsInHistory() {
        Map<Long, Long> events = new HashMap<>();
        for (Row row : history) {
            if (row.isEvent() && events.put(row.target(), row.n()) != null) {
                wrong(Rule.RECALL, "a second recall of one message: " + row);
            }
        }
        for (Row row : history) {
            boolean hasEvent = events.containsKey(row.n());
            if (!row.isEvent() && row.isRecalled() != hasEvent) {
                wrong(Rule.RECALL, (hasEvent ? "recalled and still there: " : "erased without a recall: ") + row);
            }
        }
    }

    private void unread(Testimony user) {
        Summary summary = user.summary();
        long ownLast = history.stream()
                .filter(row -> row.from().equals(user.user()) && !row.isEvent())
                .mapToLong(Row::n)
                .max()
                .orElse(0);
        long mark = Math.max(summary.read(), ownLast);
        Row at = row(mark);
        long markCount = at == null ? 0 : at.k();
        long head = history.isEmpty() ? 0 : history.getLast().k();
        long recalled = history.stream()
                .filter(row -> row.n() > mark && row.isRecalled())
                .count();
        long unread = head - markCount - recalled;
        if (summary.unread() != unread || summary.mark() != mark || summary.markCount() != markCount) {
            wrong(
                    Rule.UNREAD,
                    user.user() + " should have " + unread + " after (" + mark + ", " + markCount + "): " + summary);
        }
    }

    /// Every message in the history was sent by its sender, with that text.
    private void invented() {
        Map<String, String> texts = new HashMap<>();
        for (Testimony user : List.of(one, other)) {
            user.sends().forEach(sent -> texts.put(user.user() + " " + sent.cid(), sent.text()));
        }
        for (Row row : history) {
            boolean party = row.from().equals(one.user()) || row.from().equals(other.user());
            boolean told =
                    row.isEvent() || row.isRecalled() || row.text().equals(texts.get(row.from() + " " + row.cid()));
            if (!party || !told) {
                wrong(Rule.INVENTED, "nobody sent " + row);
            }
        }
    }
}

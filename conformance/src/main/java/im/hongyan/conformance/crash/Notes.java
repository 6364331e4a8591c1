package im.hongyan.conformance.crash;

import im.hongyan.conformance.crash.Testimony.Pushed;
import im.hongyan.conformance.crash.Testimony.Recalled;
import im.hongyan.conformance.crash.Testimony.Sent;
import im.hongyan.conformance.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one load client writes down while it runs. Pushes come on the reading thread, the rest on the client's own.
final class Notes {
    private final Map<String, Entry> sends = new LinkedHashMap<>();
    private final List<Recalled> recalls = new ArrayList<>();
    private final List<Long> marks = new ArrayList<>();
    private final List<Pushed> pushes = new ArrayList<>();
    private long highest;
    private int retries;
    private int duplicates;

    /// A send in the making.
    static final class Entry {
        private final String cid;
        private final String text;
        private final long firstAtNanos;
        private final List<Answer> answers = new ArrayList<>();
        private boolean refused;

        private Entry(String cid, String text, long firstAtNanos) {
            this.cid = cid;
            this.text = text;
            this.firstAtNanos = firstAtNanos;
        }

        String cid() {
            return cid;
        }

        String text() {
            return text;
        }

        long firstAtNanos() {
            return firstAtNanos;
        }
    }

    synchronized Entry willSend(String cid, String text, long atNanos) {
        var entry = new Entry(cid, text, atNanos);
        sends.put(cid, entry);
        return entry;
    }

    synchronized void answered(Entry entry, Json.Obj reply) {
        if (!entry.answers.isEmpty()) {
            duplicates++;
        }
        entry.answers.add(Answer.of(reply));
    }

    synchronized void refused(Entry entry) {
        entry.refused = true;
    }

    synchronized void retried() {
        retries++;
    }

    synchronized void recalled(long target, Json.Obj reply) {
        recalls.add(new Recalled(target, Answer.of(reply)));
    }

    synchronized void marked(long n) {
        marks.add(n);
    }

    synchronized void pushed(int connection, Row row) {
        pushes.add(new Pushed(connection, row));
        highest = Math.max(highest, row.n());
    }

    synchronized long highest() {
        return highest;
    }

    /// The unanswered, in the order in which they were first written.
    synchronized List<Entry> unanswered() {
        return sends.values().stream().filter(entry -> entry.answers.isEmpty()).toList();
    }

    /// The answered, newest last.
    synchronized List<Entry> answeredOnes() {
        return sends.values().stream().filter(entry -> !entry.answers.isEmpty()).toList();
    }

    synchronized long numberOf(Entry entry) {
        return entry.answers.getFirst().n();
    }

    synchronized int ackedCount() {
        return answeredOnes().size();
    }

    synchronized int retryCount() {
        return retries;
    }

    synchronized int duplicateCount() {
        return duplicates;
    }

    synchronized int markCount() {
        return marks.size();
    }

    synchronized int recallCount() {
        return recalls.size();
    }

    synchronized int pushCount() {
        return pushes.size();
    }

    synchronized Testimony testimony(String user, List<Row> history, Testimony.Summary summary, List<Long> receipts) {
        List<Sent> all = sends.values().stream()
                .map(entry -> new Sent(entry.cid, entry.text, entry.refused, List.copyOf(entry.answers)))
                .toList();
        return new Testimony(
                user, all, List.copyOf(recalls), List.copyOf(marks), List.copyOf(pushes), history, summary, receipts);
    }
}

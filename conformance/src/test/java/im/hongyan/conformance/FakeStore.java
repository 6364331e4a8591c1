package im.hongyan.conformance;

import im.hongyan.conformance.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The fake server's memory, and its journal: one line of JSON for each thing that happened. Not thread-safe.
final class FakeStore {
    private final Path journal;
    private final FakeServer.Fault fault;
    private final Map<String, List<Json.Obj>> logs = new HashMap<>();
    private final Map<String, Json.Obj> answers = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();
    private long mid;

    FakeStore(Path journal, FakeServer.Fault fault) throws IOException {
        this.journal = journal;
        this.fault = fault;
        if (Files.exists(journal)) {
            for (String line : Files.readAllLines(journal)) {
                apply((Json.Obj) Json.read(line));
            }
        }
    }

    /// The log that a user means by a conversation's name.
    String key(String user, String conv) {
        if (!conv.startsWith("s:")) {
            return "u " + user;
        }
        String other = conv.substring(2);
        return user.compareTo(other) < 0 ? user + " " + other : other + " " + user;
    }

    private List<Json.Obj> log(String conv) {
        return logs.computeIfAbsent(conv, _ -> new ArrayList<>());
    }

    private long count(String conv) {
        return log(conv).stream()
                .filter(entry -> entry.text("op").equals("msg"))
                .count();
    }

    private void store(Json.Obj record) {
        try {
            Files.writeString(journal, record + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apply(record);
    }

    private void apply(Json.Obj record) {
        String conv = record.text("log");
        if (record.has("mark")) {
            marks.put(conv + "/" + record.text("user"), record.number("mark"));
        }
        if (record.has("entry")) {
            Json.Obj entry = record.object("entry");
            log(conv).add(entry);
            mid = Math.max(mid, entry.number("mid"));
            if (entry.has("cid")) {
                answers.put(entry.text("from") + "/" + entry.text("cid"), essence(entry));
            }
            if (entry.text("event").equals("recall")) {
                int at = (int) entry.number("target") - 1;
                Json.Obj old = log(conv).get(at);
                var erased = new HashMap<>(old.fields());
                erased.remove("content");
                log(conv).set(at, new Json.Obj(erased).with("type", "recalled").with("by", entry.text("from")));
            }
        }
    }

    private static Json.Obj essence(Json.Obj entry) {
        return Json.Obj.EMPTY
                .with("n", entry.get("n"))
                .with("k", entry.get("k"))
                .with("mid", entry.get("mid"))
                .with("t", entry.get("t"));
    }

    private Json.Obj append(String conv, Json.Obj body, int counts) {
        Json.Obj entry = body.with("n", log(conv).size() + 1)
                .with("k", count(conv) + counts)
                .with("mid", ++mid)
                .with("t", mid);
        store(Json.Obj.EMPTY.with("log", conv).with("entry", entry));
        return entry;
    }

    Json.Obj send(String user, String conv, Json.Obj frame, Consumer<Json.Obj> push) {
        Json.Obj known = answers.get(user + "/" + frame.text("cid"));
        if (known != null && fault != FakeServer.Fault.REPEATS) {
            return known;
        }
        Json.Obj body = Json.Obj.EMPTY
                .with("op", "msg")
                .with("from", user)
                .with("to", frame.text("to"))
                .with("cid", frame.text("cid"))
                .with("type", frame.text("type"))
                .with("content", frame.get("content"));
        if (fault == FakeServer.Fault.FORGETS && log(conv).size() % 7 == 6) {
            return essence(body.with("n", log(conv).size() + 1)
                    .with("k", count(conv) + 1)
                    .with("mid", mid + 1)
                    .with("t", 1));
        }
        Json.Obj entry = append(conv, body, 1);
        push.accept(entry);
        return essence(entry);
    }

    Json.Obj recall(String user, String conv, long n, Consumer<Json.Obj> push) {
        for (Json.Obj entry : log(conv)) {
            if (entry.number("target") == n) {
                return essence(entry);
            }
        }
        String to = log(conv).get((int) n - 1).text("to");
        Json.Obj event = append(
                conv,
                Json.Obj.EMPTY
                        .with("op", "event")
                        .with("event", "recall")
                        .with("from", user)
                        .with("to", to)
                        .with("target", n)
                        .with("counted", true)
                        .with("sender", user),
                0);
        push.accept(event);
        return essence(event);
    }

    Json.Obj read(String user, String conv, long n) {
        long before = marks.getOrDefault(conv + "/" + user, 0L);
        long mark = Math.min(log(conv).size(), Math.max(before, n));
        if (mark > before) {
            store(Json.Obj.EMPTY.with("log", conv).with("user", user).with("mark", mark));
            String partner = partner(conv, user);
            append(
                    "u " + partner,
                    Json.Obj.EMPTY
                            .with("op", "event")
                            .with("event", "receipt")
                            .with("to", "u:")
                            .with("conv", "s:" + user)
                            .with("user", user)
                            .with("read", mark),
                    0);
        }
        return Json.Obj.EMPTY.with("n", mark).with("k", kAt(conv, mark));
    }

    private static String partner(String conv, String user) {
        List<String> both = List.of(conv.split(" ", 2));
        return both.get(0).equals(user) ? both.get(1) : both.get(0);
    }

    private long kAt(String conv, long n) {
        return n == 0 ? 0 : log(conv).get((int) n - 1).number("k");
    }

    Json.Obj history(String user, String conv, Json.Obj frame) {
        List<Json.Obj> log = log(conv);
        long limit = frame.has("limit") ? frame.number("limit") : 20;
        boolean forward = frame.text("dir").equals("forward");
        long from = frame.has("from") ? frame.number("from") : forward ? 1 : log.size();
        long first = forward ? from : Math.max(1, from - limit + 1);
        long last = forward ? Math.min(log.size(), from + limit - 1) : Math.min(log.size(), from);
        List<Json> page = first > last ? List.of() : List.copyOf(log.subList((int) first - 1, (int) last));
        return Json.Obj.EMPTY
                .with("head", log.size())
                .with("entries", new Json.Arr(page))
                .with("more", forward ? last < log.size() : first > 1);
    }

    Json.Obj sync(String user) {
        List<Json> summaries = new ArrayList<>();
        for (String conv : logs.keySet()) {
            if (List.of(conv.split(" ", 2)).contains(user) && !conv.startsWith("u ")) {
                summaries.add(summary(user, conv));
            }
        }
        return Json.Obj.EMPTY
                .with("conversations", new Json.Arr(summaries))
                .with("more", false)
                .with("whole", true)
                .with("cursor", mid);
    }

    private Json.Obj summary(String user, String conv) {
        String partner = partner(conv, user);
        long read = marks.getOrDefault(conv + "/" + user, 0L);
        long own = log(conv).stream()
                .filter(entry ->
                        entry.text("from").equals(user) && entry.text("op").equals("msg"))
                .mapToLong(entry -> entry.number("n"))
                .max()
                .orElse(0);
        long mark = Math.max(read, own);
        long recalled = log(conv).stream()
                .filter(entry -> entry.number("n") > mark && entry.text("type").equals("recalled"))
                .count();
        return Json.Obj.EMPTY
                .with("conv", "s:" + partner)
                .with("head", log(conv).size())
                .with("k", count(conv))
                .with("mark", new Json.Arr(List.of(Json.Num.of(mark), Json.Num.of(kAt(conv, mark)))))
                .with("read", read)
                .with("unread", count(conv) - kAt(conv, mark) - recalled)
                .with("peer", Json.Obj.EMPTY.with("read", marks.getOrDefault(conv + "/" + partner, 0L)));
    }
}

package im.hongyan.core.agenda;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Apps;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is to be done at a time. Each thing is a fact in a feed of the app that nobody can read, named by its time,
/// so that what is due stands first; it is written in the commit that makes it necessary and removed in the commit
/// that does it, so that it is done exactly once, also when the server was down at its time. In memory there is
/// only when to look next.
public final class Agenda {
    /// What there is to do. The word is on disk.
    public enum Kind {
        /// A message's life is over, or it is to be burnt.
        EXPIRE("expire"),
        /// A message is to be sent.
        SEND("send"),
        /// A message that is streamed may have been abandoned.
        FINISH("finish");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /// One thing to do.
    ///
    /// @param fields what it is about
    public record Item(AppId app, String key, Kind kind, Map<String, String> fields) {
        /// The change that takes it off the agenda.
        public Change.Put done() {
            return new Change.Put(feed(app), key, Map.of());
        }
    }

    /// Does what is due: either in a commit that holds [Item#done] of each item, and then calls [#release], or
    /// calls [#later]. Must not block for long.
    public interface Worker {
        void due(List<Item> items);
    }

    private static final UserId OWNER = new UserId("$agenda");
    private static final int TIME_DIGITS = 16;
    private static final String ZEROS = "0".repeat(TIME_DIGITS);
    /// Items looked at in one go; the next go follows at once when there are more.
    private static final int PAGE = 256;
    /// After a failure: how long until the next try.
    private static final long RETRY_MS = 1_000;

    private final MessageLog log;
    private final Apps apps;
    private final EnumMap<Kind, Worker> workers = new EnumMap<>(Kind.class);
    private final ConcurrentHashMap<AppId, Long> next = new ConcurrentHashMap<>();
    private final Set<Item> underWay = ConcurrentHashMap.newKeySet();
    private boolean begun;

    public Agenda(MessageLog log, Apps apps) {
        this.log = log;
        this.apps = apps;
    }

    /// Who does things of this kind. Before the first [#tick].
    public void work(Kind kind, Worker worker) {
        workers.put(kind, worker);
    }

    private static ConversationId.Feed feed(AppId app) {
        return new ConversationId.Feed(app, OWNER);
    }

    /// The fact that puts something on the agenda. Whoever commits it calls [#expect] afterwards.
    ///
    /// @param name tells it apart from others of its kind at the same time; at most 80 bytes
    public static Change.Put put(AppId app, long dueMs, Kind kind, String name, Map<String, String> fields) {
        return new Change.Put(feed(app), time(dueMs) + "." + kind.word + "." + name, fields);
    }

    /// The change that takes off what [#put] has put there.
    public static Change.Put drop(AppId app, long dueMs, Kind kind, String name) {
        return put(app, dueMs, kind, name, Map.of());
    }

    private static String time(long ms) {
        String digits = Long.toString(Math.max(0, ms));
        return ZEROS.substring(Math.min(TIME_DIGITS, digits.length())) + digits;
    }

    /// Something durable is due then. Never blocks.
    public void expect(AppId app, long dueMs) {
        next.merge(app, dueMs, Math::min);
    }

    /// Hands what is due to those who do it. One thread at a time; blocks on the log when something is due.
    public void tick(long nowMs) {
        if (!begun) {
            apps.list().forEach(app -> expect(app.id(), 0));
            begun = true;
        }
        next.forEach((app, dueMs) -> {
            if (dueMs <= nowMs && next.remove(app, dueMs)) {
                look(app, nowMs);
            }
        });
    }

    private void look(AppId app, long nowMs) {
        EnumMap<Kind, List<Item>> due = new EnumMap<>(Kind.class);
        List<MessageLog.Fact> page = log.facts(feed(app), "", "", PAGE + underWay.size());
        for (MessageLog.Fact fact : page) {
            long dueMs = Long.parseLong(fact.key(), 0, TIME_DIGITS, 10);
            if (dueMs > nowMs) {
                expect(app, dueMs);
                break;
            }
            Item item = new Item(app, fact.key(), kind(fact.key()), fact.fields());
            if (underWay.add(item)) {
                due.computeIfAbsent(item.kind(), _ -> new ArrayList<>()).add(item);
            }
        }
        if (page.size() >= PAGE) {
            expect(app, nowMs);
        }
        due.forEach(this::give);
    }

    private void give(Kind kind, List<Item> items) {
        Worker worker = workers.get(kind);
        if (worker == null) {
            throw new IllegalStateException("nobody does " + kind);
        }
        worker.due(items);
    }

    private static Kind kind(String key) {
        String word = key.substring(TIME_DIGITS + 1, key.indexOf('.', TIME_DIGITS + 1));
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalStateException("nobody knows what " + word + " is");
    }

    /// How many items are being done now.
    public int underWay() {
        return underWay.size();
    }

    /// The item is done and off the log.
    public void release(Item item) {
        underWay.remove(item);
    }

    /// The item could not be done now: it comes again a little later.
    public void later(Item item, long nowMs) {
        underWay.remove(item);
        expect(item.app(), nowMs + RETRY_MS);
    }
}

package im.hongyan.testkit.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A message log that forgets. Written to be plainly right: one lock, lists and maps, no cache.
public final class MemoryMessageLog implements MessageLog {
    private static final int ENTRY_OVERHEAD_BYTES = 32;
    private static final Comparator<String> BY_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final Map<ConversationId, Log> logs = new HashMap<>();
    private final Map<UserKey, Map<ConversationId, Member>> members = new HashMap<>();
    private long position;
    private boolean closed;
    private @Nullable Failure failure;

    private static final class Log {
        final List<Entry> entries = new ArrayList<>();
        /// Exceptions, with those for whom they count all the same.
        final NavigableMap<Long, List<UserId>> recalled = new TreeMap<>();
        final NavigableMap<String, Map<String, String>> facts = new TreeMap<>(BY_BYTES);
        Mark ownA = Mark.ZERO;
        Mark ownB = Mark.ZERO;
    }

    private record Failure(boolean full) {}

    /// From now on every append is refused, until [#work()].
    ///
    /// @param full whether as if the disk were full
    public synchronized void refuse(boolean full) {
        failure = new Failure(full);
    }

    /// Ends what [#refuse(boolean)] began.
    public synchronized void work() {
        failure = null;
    }

    @Override
    public synchronized List<Entry> append(List<Change> batch) throws LogUnavailableException {
        requireOpen();
        if (failure != null) {
            throw new LogUnavailableException(failure.full, "told to refuse", new IOException("told to refuse"));
        }
        List<Entry> appended = new ArrayList<>();
        for (Change change : batch) {
            switch (change) {
                case Change.Append append -> appended.add(append(append));
                case Change.Erase erase -> erase(erase);
                case Change.Rewrite rewrite -> rewrite(rewrite);
                case Change.Follow(ConversationId _, Function<Entry, Change.Put> fact) ->
                    put(fact.apply(appended.getLast()));
                case Change.Update(ConversationId conversation, UserId user, Change.MemberChange how) ->
                    update(conversation, user, how);
                case Change.Join(ConversationId conversation, UserId user, boolean history) -> {
                    Log log = logs.computeIfAbsent(conversation, _ -> new Log());
                    Entry last = log.entries.isEmpty() ? null : log.entries.getLast();
                    Mark here = last == null ? Mark.ZERO : new Mark(last.number(), last.counted());
                    rows(conversation, user).put(conversation, Member.joinedAt(here, history));
                }
                case Change.Leave(ConversationId conversation, UserId user) ->
                    rows(conversation, user).remove(conversation);
                case Change.Put put -> put(put);
            }
        }
        return appended;
    }

    private void put(Change.Put change) {
        var facts = logs.computeIfAbsent(change.conversation(), _ -> new Log()).facts;
        if (change.fields().isEmpty()) {
            facts.remove(change.key());
        } else {
            facts.put(change.key(), Map.copyOf(change.fields()));
        }
    }

    private void update(ConversationId conversation, UserId user, Change.MemberChange how) {
        Map<ConversationId, Member> rows = rows(conversation, user);
        if (rows.containsKey(conversation) || !(conversation instanceof ConversationId.Group)) {
            rows.merge(conversation, how.apply(Member.NEW), (old, _) -> how.apply(old));
        }
    }

    private Entry append(Change.Append change) {
        ConversationId conversation = change.conversation();
        Log log = logs.computeIfAbsent(conversation, _ -> new Log());
        Entry before = log.entries.isEmpty() ? null : log.entries.getLast();
        long counted = before == null ? 0 : before.counted();
        long timeMs = before == null ? change.atMs() : Math.max(before.timeMs(), change.atMs());
        long number = log.entries.size() + 1L;
        if (change.payload() instanceof Message message && message.counts()) {
            counted++;
        }
        Entry entry = new Entry(conversation, number, ++position, timeMs, counted, stored(change.payload()));
        log.entries.add(entry);
        if (change.payload() instanceof Message message
                && message.counts()
                && !message.special().only().isEmpty()) {
            log.recalled.put(number, message.special().only());
        }
        boolean indexed = conversation instanceof ConversationId.Single || conversation instanceof ConversationId.Group;
        if (indexed && change.payload() instanceof Message message) {
            MessageFacts.of(number, message).forEach(fact -> log.facts.put(fact.key(), fact.fields()));
        }
        if (conversation instanceof ConversationId.Group && change.payload() instanceof Message message) {
            Mark here = new Mark(number, counted);
            rows(conversation, message.sender()).computeIfPresent(conversation, (_, row) -> row.withSent(here));
        }
        if (conversation instanceof ConversationId.Single single) {
            if (number == 1) {
                rows(conversation, single.a()).putIfAbsent(conversation, Member.NEW);
                rows(conversation, single.b()).putIfAbsent(conversation, Member.NEW);
            }
            if (change.payload() instanceof Message message) {
                Mark here = new Mark(number, counted);
                log.ownA = message.sender().equals(single.a()) ? here : log.ownA;
                log.ownB = message.sender().equals(single.b()) ? here : log.ownB;
            }
        }
        return entry;
    }

    private void rewrite(Change.Rewrite change) {
        Log log = log(change.conversation());
        Entry was = at(log, change.number());
        if (was != null && was.payload() instanceof Message) {
            log.entries.set(
                    Math.toIntExact(was.number() - 1),
                    new Entry(
                            was.conversation(),
                            was.number(),
                            was.position(),
                            was.timeMs(),
                            was.counted(),
                            change.message()));
        }
    }

    private static Payload stored(Payload payload) {
        return payload instanceof Fate.Edited edited ? edited.with(null) : payload;
    }

    private void erase(Change.Erase change) {
        Log log = log(change.conversation());
        Entry was = at(log, change.number());
        if (was == null || !(was.payload() instanceof Message message)) {
            return;
        }
        log.entries.set(
                Math.toIntExact(was.number() - 1),
                new Entry(
                        was.conversation(), was.number(), was.position(), was.timeMs(), was.counted(), change.left()));
        if (message.counts()) {
            log.recalled.put(was.number(), List.of());
        }
    }

    private Map<ConversationId, Member> rows(ConversationId conversation, UserId user) {
        return members.computeIfAbsent(new UserKey(conversation.app(), user), _ -> new HashMap<>());
    }

    private Log log(ConversationId conversation) {
        requireOpen();
        Log log = logs.get(conversation);
        return log == null ? new Log() : log;
    }

    private static @Nullable Entry at(Log log, long number) {
        return number < 1 || number > log.entries.size() ? null : log.entries.get((int) number - 1);
    }

    @Override
    public synchronized Head head(ConversationId conversation) {
        Log log = log(conversation);
        return log.entries.isEmpty()
                ? Head.EMPTY
                : new Head(log.entries.getLast(), log.ownA, log.ownB, log.recalled.size());
    }

    @Override
    public synchronized List<Entry> readForward(ConversationId conversation, long from, int limit, int bytesMax) {
        return page(log(conversation), Math.max(1, from), 1, limit, bytesMax);
    }

    @Override
    public synchronized List<Entry> readBack(ConversationId conversation, long from, int limit, int bytesMax) {
        Log log = log(conversation);
        return page(log, Math.min(from, log.entries.size()), -1, limit, bytesMax);
    }

    private static List<Entry> page(Log log, long from, int step, int limit, int bytesMax) {
        List<Entry> page = new ArrayList<>();
        long bytes = 0;
        for (long number = from; page.size() < limit; number += step) {
            Entry entry = at(log, number);
            if (entry == null) {
                break;
            }
            page.add(entry);
            bytes += bytes(entry);
            if (bytes >= bytesMax) {
                break;
            }
        }
        return page;
    }

    private static long bytes(Entry entry) {
        return switch (entry.payload()) {
            case Message message ->
                ENTRY_OVERHEAD_BYTES
                        + message.content().length()
                        + (message.ext() == null ? 0 : message.ext().length());
            case Payload.Recalled _,
                    Payload.Recall _,
                    Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _,
                    Fate _,
                    Payload.Expired _,
                    Payload.Happened _,
                    Payload.Withheld _ -> ENTRY_OVERHEAD_BYTES;
        };
    }

    @Override
    public synchronized @Nullable Entry entry(ConversationId conversation, long number) {
        return at(log(conversation), number);
    }

    @Override
    public synchronized List<Long> recalledAfter(ConversationId conversation, UserId user, long after, int limit) {
        List<Long> all = exceptions(conversation, user, after);
        return all.subList(Math.max(0, all.size() - Math.max(0, limit)), all.size());
    }

    @Override
    public synchronized long countRecalledAfter(ConversationId conversation, UserId user, long after) {
        return exceptions(conversation, user, after).size();
    }

    private List<Long> exceptions(ConversationId conversation, UserId user, long after) {
        return log(conversation).recalled.tailMap(after, false).entrySet().stream()
                .filter(one -> !one.getValue().contains(user))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized @Nullable Member member(ConversationId conversation, UserId user) {
        requireOpen();
        return members.getOrDefault(new UserKey(conversation.app(), user), Map.of())
                .get(conversation);
    }

    @Override
    public synchronized List<Membership> memberships(UserKey user) {
        requireOpen();
        return members.getOrDefault(user, Map.of()).entrySet().stream()
                .map(row -> new Membership(row.getKey(), row.getValue()))
                .toList();
    }

    @Override
    public synchronized Map<String, String> fact(ConversationId conversation, String key) {
        return log(conversation).facts.getOrDefault(key, Map.of());
    }

    @Override
    public synchronized List<Fact> facts(ConversationId conversation, String prefix, String after, int limit) {
        return log(conversation).facts.tailMap(after, false).entrySet().stream()
                .filter(fact -> fact.getKey().startsWith(prefix))
                .limit(Math.max(0, limit))
                .map(fact -> new Fact(fact.getKey(), fact.getValue()))
                .toList();
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the message log is closed");
        }
    }
}

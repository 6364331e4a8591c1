package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who does not want to hear of whom, in memory for those who write and are written to: a send asks here and reads
/// nothing. A list is read once and then follows every change before the change is answered. Bounded: beyond its
/// limit some are forgotten, and read again when they are needed.
public final class Blocklists {
    /// A part of the lists is forgotten at once, so that few sends pay for it.
    private static final int FORGOTTEN_PART = 8;

    private static final int PAGE = 500;

    /// Whether one may write to another.
    public enum Verdict {
        OPEN,
        /// The other has blocked the one.
        BLOCKED,
        /// The one has blocked the other, both ways.
        BLOCKED_BY_SELF,
        /// Not in memory: [#load] it.
        UNKNOWN
    }

    /// One user's list: true = both ways. Its own lock guards a change; readers see whole maps.
    private static final class Shelf {
        volatile @Nullable Map<UserId, Boolean> blocked;
        long changes;
    }

    private final MessageLog log;
    private final int listsMax;
    private final ConcurrentHashMap<UserKey, Shelf> shelves = new ConcurrentHashMap<>();

    /// @param listsMax users whose lists are kept in memory
    public Blocklists(MessageLog log, int listsMax) {
        this.log = log;
        this.listsMax = listsMax;
    }

    /// Whether `from` may write to `to`. Never blocks.
    public Verdict check(UserKey from, UserKey to) {
        if (from.user().isReserved() || from.equals(to)) {
            return Verdict.OPEN;
        }
        Map<UserId, Boolean> theirs = known(to);
        Map<UserId, Boolean> own = known(from);
        return theirs == null || own == null ? Verdict.UNKNOWN : verdict(from, to, theirs, own);
    }

    private static Verdict verdict(UserKey from, UserKey to, Map<UserId, Boolean> theirs, Map<UserId, Boolean> own) {
        if (theirs.containsKey(from.user())) {
            return Verdict.BLOCKED;
        }
        return Boolean.TRUE.equals(own.get(to.user())) ? Verdict.BLOCKED_BY_SELF : Verdict.OPEN;
    }

    private @Nullable Map<UserId, Boolean> known(UserKey user) {
        Shelf shelf = shelves.get(user);
        return shelf == null ? null : shelf.blocked;
    }

    /// The same, after reading what is not in memory; never `UNKNOWN`. Blocks on the log.
    public Verdict load(UserKey from, UserKey to) {
        Verdict verdict = check(from, to);
        return verdict == Verdict.UNKNOWN ? verdict(from, to, list(to), list(from)) : verdict;
    }

    private Map<UserId, Boolean> list(UserKey user) {
        Map<UserId, Boolean> there = known(user);
        if (there != null) {
            return there;
        }
        if (shelves.size() >= listsMax) {
            forgetSome();
        }
        Shelf shelf = shelves.computeIfAbsent(user, _ -> new Shelf());
        while (true) {
            long before;
            synchronized (shelf) {
                before = shelf.changes;
            }
            Map<UserId, Boolean> read = read(user);
            synchronized (shelf) {
                if (shelf.changes == before) {
                    shelf.blocked = read;
                    return read;
                }
            }
        }
    }

    private void forgetSome() {
        Iterator<UserKey> users = shelves.keySet().iterator();
        for (int i = 0; i < Math.max(1, listsMax / FORGOTTEN_PART) && users.hasNext(); i++) {
            users.next();
            users.remove();
        }
    }

    private Map<UserId, Boolean> read(UserKey user) {
        Map<UserId, Boolean> blocked = new HashMap<>();
        String prefix = Item.Kind.BLOCK.key("");
        String after = "";
        while (true) {
            var page = log.facts(ConversationId.feed(user), prefix, after, PAGE);
            for (MessageLog.Fact fact : page) {
                if (Item.of(fact.key(), fact.fields()) instanceof Item.Block block) {
                    blocked.put(block.user(), block.both());
                }
                after = fact.key();
            }
            if (page.size() < PAGE) {
                return Map.copyOf(blocked);
            }
        }
    }

    /// Writer's thread.
    void blocked(UserKey owner, Item.Block block) {
        changed(owner, list -> list.put(block.user(), block.both()));
    }

    /// Writer's thread.
    void unblocked(UserKey owner, UserId user) {
        changed(owner, list -> list.remove(user));
    }

    private void changed(UserKey owner, Consumer<Map<UserId, Boolean>> change) {
        Shelf shelf = shelves.get(owner);
        if (shelf == null) {
            return;
        }
        synchronized (shelf) {
            shelf.changes++;
            Map<UserId, Boolean> before = shelf.blocked;
            if (before != null) {
                Map<UserId, Boolean> after = new HashMap<>(before);
                change.accept(after);
                shelf.blocked = Map.copyOf(after);
            }
        }
    }
}

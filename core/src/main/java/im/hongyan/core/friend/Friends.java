package im.hongyan.core.friend;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.Item.Kind;
import im.hongyan.core.friend.Item.Slot;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What users keep about others: the friends they have, read and changed. One change of a user's book at a time; a
/// change of two books is one commit. Replies come on any thread. Operations are shared over four classes by what
/// they touch: friends that there are (here), how they become friends ([FriendRequests]), lists of them
/// ([FriendLists]), and blocks ([Blocks]).
public final class Friends {
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Accounts accounts;
    private final Blocklists blocklists;
    private final Limits limits;
    private final Clock clock;
    private final BookReader reader;

    /// @param storage where changes are worked out; it may refuse when it is full
    public Friends(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Executor storage,
            Accounts accounts,
            Blocklists blocklists,
            Limits limits,
            Clock clock) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        // Of its own: a change holds two lanes, and nothing else may hold one of them while it waits for the other.
        this.lanes = new Lanes(storage);
        this.accounts = accounts;
        this.blocklists = blocklists;
        this.limits = limits;
        this.clock = clock;
        this.reader = new BookReader(log);
    }

    /// What came of a change.
    ///
    /// @param relation what the two are to each other now, as the one who asked may know it
    /// @param version of the book of the one who asked
    public record Changed(Relation relation, long version) {}

    /// One operation under way: what it reads and what it plans.
    final class Work {
        final UserKey me;
        final UserKey peer;
        final UserId actor;
        final Book mine;
        final Book theirs;
        final long nowMs = clock.millis();
        private final List<Item.Block> blocked = new ArrayList<>();
        private final List<UserId> unblocked = new ArrayList<>();

        Work(UserKey me, UserId peer, UserId actor) {
            this.me = me;
            this.peer = new UserKey(me.app(), peer);
            this.actor = actor;
            this.mine = new Book(log, me);
            this.theirs = peer.equals(me.user()) ? mine : new Book(log, this.peer);
        }

        void requireOther() throws RefusedException {
            if (peer.user().equals(me.user())) {
                throw refused(ErrorCode.FRIEND_SELF);
            }
            if (peer.user().isReserved() || !accounts.exists(peer)) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.USER_UNKNOWN, "user", ErrorCode.USER_UNKNOWN.english()));
            }
        }

        /// Makes `other` a friend of the book's owner, within the owner's limit.
        void befriend(Book book, UserId other, Item.Request asked, Map<String, String> attributes)
                throws RefusedException {
            if (book.friend(other) == null && book.count(Slot.FRIENDS) >= limits.friendsMax()) {
                throw new RefusedException(Refusal.detail(
                        book == mine ? ErrorCode.FRIENDS_FULL : ErrorCode.PEER_FRIENDS_FULL,
                        "friends_max: at most " + limits.friendsMax() + " friends"));
            }
            makeLists(book, asked.lists());
            book.put(new Item.Friend(
                    other, asked.remark(), asked.lists(), attributes, asked.wording(), asked.source(), nowMs, 0));
        }

        /// Makes those lists that are not there.
        void makeLists(Book book, List<String> names) throws RefusedException {
            for (String name : names) {
                if (book.list(name) == null) {
                    if (book.count(Slot.LISTS) >= limits.friendListsMax()) {
                        throw new RefusedException(Refusal.field(
                                ErrorCode.TOO_MANY,
                                "lists",
                                "friend_lists_max: at most " + limits.friendListsMax() + " lists"));
                    }
                    book.put(new Item.FriendList(name, nowMs, 0));
                }
            }
        }

        /// Forgets that the other is a friend; whether that was so.
        boolean unfriend(Book book, UserId other) {
            Item.Friend friend = book.friend(other);
            if (friend == null) {
                return false;
            }
            book.remove(friend);
            book.event(FriendAction.DELETED, other, Map.of());
            return true;
        }

        void block(Item.Block block) {
            mine.put(block);
            blocked.add(block);
        }

        void unblock(Item.Block block) {
            mine.remove(block);
            unblocked.add(block.user());
        }

        private Changed changed() {
            return new Changed(relation(mine, theirs, me.user(), peer.user()), mine.version());
        }
    }

    /// Fills the books, or refuses.
    interface Operation {
        void plan(Work work) throws RefusedException;
    }

    static RefusedException refused(ErrorCode code) {
        return new RefusedException(Refusal.of(code));
    }

    Limits limits() {
        return limits;
    }

    Accounts accounts() {
        return accounts;
    }

    /// Carries out an operation of `me` that may change the books of both.
    void change(UserKey me, UserId actor, UserId peer, Operation operation, Consumer<Outcome<Changed>> reply) {
        Lanes.Task task = new Lanes.Task() {
            @Override
            public void run(Runnable release) {
                boolean submitted = false;
                try {
                    Work work = new Work(me, peer, actor);
                    operation.plan(work);
                    submitted = submit(work, reply, release);
                } catch (RefusedException refused) {
                    reply.accept(Outcome.refused(refused.refusal()));
                } catch (AccountsUnavailableException down) {
                    reply.accept(Outcome.refused(down.refusal()));
                } finally {
                    if (!submitted) {
                        release.run();
                    }
                }
            }

            @Override
            public void refused() {
                reply.accept(Outcome.refused(ErrorCode.BUSY));
            }
        };
        if (peer.equals(me.user())) {
            lanes.submit(me, task);
        } else {
            lanes.submit(me, new UserKey(me.app(), peer), task);
        }
    }

    /// Returns whether a commit was submitted, which then releases the lanes.
    private boolean submit(Work work, Consumer<Outcome<Changed>> reply, Runnable release) {
        List<Change> changes = new ArrayList<>();
        work.mine.addTo(changes, work.actor, work.nowMs, limits.friendMarksMax());
        if (work.theirs != work.mine) {
            work.theirs.addTo(changes, work.actor, work.nowMs, limits.friendMarksMax());
        }
        Changed changed = work.changed();
        if (changes.isEmpty()) {
            reply.accept(Outcome.ok(changed));
            return false;
        }
        boolean taken = committer.submit(new Commit() {
            @Override
            public List<Change> changes() {
                return changes;
            }

            @Override
            public void committed(List<Entry> entries) {
                // Before the answer: what is sent after it is checked against the new list.
                work.blocked.forEach(block -> blocklists.blocked(work.me, block));
                work.unblocked.forEach(user -> blocklists.unblocked(work.me, user));
                reply.accept(Outcome.ok(changed));
                entries.forEach(entry -> fanout.committed(entry, null));
                release.run();
            }

            @Override
            public void failed(LogUnavailableException reason) {
                reply.accept(Outcome.refused(reason.refusal()));
                release.run();
            }
        });
        if (!taken) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
        return taken;
    }

    /// Ends a friendship on one's own side, or on both.
    public void delete(UserKey me, UserId actor, UserId peer, boolean both, Consumer<Outcome<Changed>> reply) {
        change(
                me,
                actor,
                peer,
                work -> {
                    boolean mine = work.unfriend(work.mine, peer);
                    boolean theirs = both && !peer.equals(me.user()) && work.unfriend(work.theirs, me.user());
                    if (!mine && !theirs) {
                        throw refused(ErrorCode.FRIEND_UNKNOWN);
                    }
                },
                reply);
    }

    /// Changes what the owner keeps about a friend; null leaves a part as it is.
    ///
    /// @param attributes fields to set; an empty value removes one
    public void edit(
            UserKey me,
            UserId actor,
            UserId peer,
            @Nullable String remark,
            @Nullable List<String> lists,
            Map<String, String> attributes,
            Consumer<Outcome<Changed>> reply) {
        change(
                me,
                actor,
                peer,
                work -> {
                    FriendTexts texts = new FriendTexts(limits);
                    texts.name("remark", remark == null ? "" : remark);
                    Item.Friend friend = work.mine.friend(peer);
                    if (friend == null) {
                        throw refused(ErrorCode.FRIEND_UNKNOWN);
                    }
                    Map<String, String> merged = FriendTexts.merge(friend.attributes(), attributes);
                    texts.attributes(merged);
                    List<String> names = lists == null ? friend.lists() : texts.lists(lists);
                    work.makeLists(work.mine, names);
                    Item.Friend after = new Item.Friend(
                            peer,
                            remark == null ? friend.remark() : remark,
                            names,
                            merged,
                            friend.wording(),
                            friend.source(),
                            friend.sinceMs(),
                            friend.version());
                    if (!after.equals(friend)) {
                        work.mine.put(after);
                        work.mine.event(
                                FriendAction.EDITED, peer, remark == null ? Map.of() : Map.of("remark", remark));
                    }
                },
                reply);
    }

    /// What of the user's book changed after a cursor. Blocks on the log.
    ///
    /// @param cursor that of the page before; "" = from the start
    public Outcome<BookPage> page(UserKey user, String cursor, int limit) {
        return reader.page(user, cursor, Math.max(1, Math.min(limit, limits.friendsPageMax())));
    }

    /// What the user and each of the others are to each other. Blocks on the log.
    public List<Relation> relations(UserKey user, List<UserId> others) {
        Book mine = new Book(log, user);
        List<Relation> relations = new ArrayList<>(others.size());
        for (UserId other : others) {
            relations.add(relation(mine, new Book(log, new UserKey(user.app(), other)), user.user(), other));
        }
        return relations;
    }

    private static Relation relation(Book mine, Book theirs, UserId me, UserId peer) {
        boolean one = mine.friend(peer) != null;
        boolean other = theirs.friend(me) != null;
        Relation.Word word = Relation.Word.NONE;
        if (one && other) {
            word = Relation.Word.BOTH;
        } else if (one) {
            word = Relation.Word.MINE;
        } else if (other) {
            word = Relation.Word.THEIRS;
        } else if (mine.pending(peer, true) != null) {
            word = Relation.Word.ASKED;
        } else if (mine.pending(peer, false) != null) {
            word = Relation.Word.WANTED;
        }
        return new Relation(peer, word, mine.block(peer) != null);
    }

    /// The friends and blocks one by one, for a reader without a cursor. Blocks on the log.
    public List<Item> all(UserKey user, Kind kind, String after, int limit) {
        List<Item> found = new ArrayList<>();
        String from = after.isEmpty() ? "" : kind.key(after);
        while (found.size() < limit) {
            List<MessageLog.Fact> page = log.facts(ConversationId.feed(user), kind.key(""), from, limit);
            for (MessageLog.Fact fact : page) {
                from = fact.key();
                Item item = Item.of(fact.key(), fact.fields());
                if (item != null && !(item instanceof Item.Gone) && found.size() < limit) {
                    found.add(item);
                }
            }
            if (page.size() < limit) {
                break;
            }
        }
        return found;
    }
}

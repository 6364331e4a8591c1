package im.hongyan.core.friend;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.core.friend.Friends.Work;
import im.hongyan.core.friend.Item.Request.State;
import im.hongyan.core.friend.Item.Slot;
import im.hongyan.core.log.FriendAction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How users become friends, or do not.
public final class FriendRequests {
    private final Friends friends;

    public FriendRequests(Friends friends) {
        this.friends = friends;
    }

    /// What comes with a request, or with a yes.
    ///
    /// @param wording what the other is told
    /// @param source where one knows the other from, a word of the application
    /// @param remark what to call the other, for oneself
    /// @param lists own lists to put the other in
    /// @param attributes the application's own fields, where the friend is added at once
    public record Asked(
            String wording, String source, String remark, List<String> lists, Map<String, String> attributes) {
        public static final Asked NOTHING = new Asked("", "", "", List.of(), Map.of());

        private Asked checked(FriendTexts texts) throws RefusedException {
            texts.text("wording", wording);
            texts.name("source", source);
            texts.name("remark", remark);
            texts.attributes(attributes);
            return new Asked(wording, source, remark, texts.lists(lists), attributes);
        }

        private Item.Request request(UserId user, long nowMs) {
            return new Item.Request(user, true, State.PENDING, wording, source, "", remark, lists, nowMs, 0);
        }
    }

    /// Asks a user to be a friend. At once they are friends if the other accepts anyone, has asked too, or has the
    /// one as a friend still; else the other decides.
    public void request(UserKey me, UserId actor, UserId peer, Asked given, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    Asked asked = given.checked(new FriendTexts(friends.limits()));
                    work.requireOther();
                    requireOpen(work);
                    boolean theirs = work.theirs.friend(me.user()) != null;
                    if (theirs && work.mine.friend(peer) != null) {
                        throw Friends.refused(ErrorCode.FRIEND_ALREADY);
                    }
                    boolean wanted = work.mine.pending(peer, false) != null;
                    if (wanted || theirs || decide(allow(work))) {
                        add(work, asked, !theirs);
                    } else {
                        ask(work, asked);
                    }
                },
                reply);
    }

    /// Makes two users friends without asking either: for a back-end.
    public void add(UserKey me, UserId actor, UserId peer, Asked given, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    Asked asked = given.checked(new FriendTexts(friends.limits()));
                    work.requireOther();
                    if (work.mine.friend(peer) == null || work.theirs.friend(me.user()) == null) {
                        add(work, asked, work.theirs.friend(me.user()) == null);
                    }
                },
                reply);
    }

    private Allow allow(Work work) {
        return friends.accounts().find(work.peer).map(User::allow).orElse(Allow.NOBODY);
    }

    /// Whether they are friends at once.
    private static boolean decide(Allow allow) throws RefusedException {
        return switch (allow) {
            case ANYONE -> true;
            case APPROVAL -> false;
            case NOBODY -> throw Friends.refused(ErrorCode.FRIENDS_REFUSED);
        };
    }

    private static void requireOpen(Work work) throws RefusedException {
        if (work.mine.block(work.peer.user()) != null) {
            throw Friends.refused(ErrorCode.BLOCKED_BY_SELF);
        }
        if (work.theirs.block(work.me.user()) != null) {
            throw Friends.refused(ErrorCode.BLOCKED);
        }
    }

    private void ask(Work work, Asked asked) throws RefusedException {
        UserId me = work.me.user();
        UserId peer = work.peer.user();
        Item.Request before = work.mine.pending(peer, true);
        Item.Request now = asked.request(peer, before == null ? work.nowMs : before.atMs());
        if (before != null && now.at(before.version()).equals(before)) {
            return; // The same once more is not told once more.
        }
        int max = friends.limits().friendRequestsMax();
        if (before == null && work.mine.count(Slot.OUTGOING) >= max) {
            throw full(ErrorCode.FRIEND_REQUESTS_OPEN, max);
        }
        if (work.theirs.pending(me, false) == null && work.theirs.count(Slot.INCOMING) >= max) {
            throw full(ErrorCode.FRIEND_REQUESTS_FULL, max);
        }
        work.makeLists(work.mine, asked.lists());
        work.mine.put(asked.request(peer, work.nowMs));
        work.theirs.put(new Item.Request(
                me, false, State.PENDING, asked.wording(), asked.source(), "", "", List.of(), work.nowMs, 0));
        Map<String, String> fields = Map.of("wording", asked.wording(), "source", asked.source());
        work.mine.event(FriendAction.REQUESTED, peer, fields);
        work.theirs.event(FriendAction.REQUESTED, me, fields);
    }

    private static RefusedException full(ErrorCode code, int max) {
        return new RefusedException(Refusal.detail(code, "friend_requests_max: at most " + max + " open requests"));
    }

    /// Both are friends now. Whatever was asked is answered by it.
    ///
    /// @param other whether the other does not have the one yet
    private static void add(Work work, Asked asked, boolean other) throws RefusedException {
        UserId me = work.me.user();
        UserId peer = work.peer.user();
        Map<String, String> fields = Map.of("wording", asked.wording());
        if (other) {
            Item.Request theirs = work.theirs.pending(me, true);
            Item.Request bare = Asked.NOTHING.request(me, work.nowMs);
            work.befriend(work.theirs, me, theirs == null ? bare : theirs, Map.of());
            work.theirs.event(FriendAction.ADDED, peer(work, work.theirs), fields);
        }
        if (work.mine.friend(peer) == null) {
            work.befriend(work.mine, peer, asked.request(peer, work.nowMs), asked.attributes());
            work.mine.event(FriendAction.ADDED, peer, fields);
        }
        settle(work, State.ACCEPTED, "");
    }

    private static UserId peer(Work work, Book book) {
        return book == work.mine ? work.peer.user() : work.me.user();
    }

    /// What waits between the two, either way, is answered.
    private static void settle(Work work, State state, String reason) {
        for (Book book : List.of(work.mine, work.theirs)) {
            Item.Request request = book.request(peer(work, book));
            if (request != null && request.isPending()) {
                book.put(request.answered(state, reason, work.nowMs));
            }
        }
    }

    /// Says yes to a request.
    ///
    /// @param both whether the one who asked becomes a friend too; else the one is only had
    public void accept(
            UserKey me, UserId actor, UserId peer, boolean both, Asked given, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    Asked asked = given.checked(new FriendTexts(friends.limits()));
                    requirePending(work);
                    requireOpen(work);
                    if (both) {
                        add(work, asked, work.theirs.friend(me.user()) == null);
                        return;
                    }
                    Item.Request theirs = work.theirs.pending(me.user(), true);
                    if (work.theirs.friend(me.user()) == null) {
                        Item.Request bare = Asked.NOTHING.request(me.user(), work.nowMs);
                        work.befriend(work.theirs, me.user(), theirs == null ? bare : theirs, Map.of());
                        work.theirs.event(FriendAction.ADDED, me.user(), Map.of());
                    }
                    work.mine.event(FriendAction.ACCEPTED, peer, Map.of());
                    settle(work, State.ACCEPTED, "");
                },
                reply);
    }

    /// Says no to a request.
    public void refuse(UserKey me, UserId actor, UserId peer, String reason, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    new FriendTexts(friends.limits()).text("reason", reason);
                    requirePending(work);
                    settle(work, State.REFUSED, reason);
                    work.mine.event(FriendAction.REFUSED, peer, Map.of("reason", reason));
                    work.theirs.event(FriendAction.REFUSED, me.user(), Map.of("reason", reason));
                },
                reply);
    }

    private static void requirePending(Work work) throws RefusedException {
        if (work.mine.pending(work.peer.user(), false) == null) {
            throw Friends.refused(ErrorCode.FRIEND_REQUEST_UNKNOWN);
        }
    }

    /// Takes a request off one's own list: an own one that waits is withdrawn from the other's too, one of another
    /// is put away without an answer.
    public void forget(UserKey me, UserId actor, UserId peer, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    Item.@Nullable Request mine = work.mine.request(peer);
                    if (mine == null) {
                        throw Friends.refused(ErrorCode.FRIEND_REQUEST_UNKNOWN);
                    }
                    Item.Request theirs = work.theirs.pending(me.user(), false);
                    if (mine.isPending() && mine.mine() && theirs != null) {
                        work.theirs.remove(theirs);
                        work.theirs.event(FriendAction.FORGOTTEN, me.user(), Map.of());
                    }
                    work.mine.remove(mine);
                    work.mine.event(FriendAction.FORGOTTEN, peer, Map.of());
                },
                reply);
    }

    /// All requests that are there have been looked at.
    public void seen(UserKey me, UserId actor, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                me.user(),
                work -> {
                    work.mine.seen(work.nowMs);
                    work.mine.event(FriendAction.SEEN, me.user(), Map.of("at", Long.toString(work.nowMs)));
                },
                reply);
    }
}

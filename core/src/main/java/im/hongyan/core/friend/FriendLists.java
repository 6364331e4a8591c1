package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.core.friend.Friends.Operation;
import im.hongyan.core.friend.Friends.Work;
import im.hongyan.core.log.FriendAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The lists that a user sorts friends into.
public final class FriendLists {
    private final Friends friends;

    public FriendLists(Friends friends) {
        this.friends = friends;
    }

    private FriendTexts texts() {
        return new FriendTexts(friends.limits());
    }

    /// Makes a list of friends, unless it is there, and puts friends into it.
    public void fill(UserKey me, UserId actor, String name, List<UserId> users, Consumer<Outcome<Changed>> reply) {
        relist(me, actor, name, reply, work -> {
            work.makeLists(work.mine, texts().lists(List.of(name)));
            for (UserId user : users) {
                Item.Friend friend = friend(work, user);
                Set<String> names = new LinkedHashSet<>(friend.lists());
                if (names.add(name)) {
                    work.mine.put(friend.withLists(texts().lists(new ArrayList<>(names))));
                }
            }
        });
    }

    /// Takes friends out of a list, which stays.
    public void unfill(UserKey me, UserId actor, String name, List<UserId> users, Consumer<Outcome<Changed>> reply) {
        relist(me, actor, name, reply, work -> {
            list(work, name);
            for (UserId user : users) {
                Item.Friend friend = friend(work, user);
                if (friend.lists().contains(name)) {
                    work.mine.put(friend.withLists(without(friend.lists(), name)));
                }
            }
        });
    }

    /// Gives a list another name.
    public void rename(UserKey me, UserId actor, String name, String to, Consumer<Outcome<Changed>> reply) {
        relist(me, actor, name, reply, work -> {
            Item.FriendList list = list(work, name);
            texts().lists(List.of(to));
            if (work.mine.list(to) != null) {
                throw Friends.refused(ErrorCode.FRIEND_LIST_EXISTS);
            }
            work.mine.remove(list);
            work.mine.put(new Item.FriendList(to, list.atMs(), 0));
            for (Item.Friend friend : work.mine.friends()) {
                if (friend.lists().contains(name)) {
                    work.mine.put(friend.withLists(friend.lists().stream()
                            .map(each -> each.equals(name) ? to : each)
                            .toList()));
                }
            }
        });
    }

    /// Removes a list. Those who were in it stay friends.
    public void unlist(UserKey me, UserId actor, String name, Consumer<Outcome<Changed>> reply) {
        relist(me, actor, name, reply, work -> {
            work.mine.remove(list(work, name));
            for (Item.Friend friend : work.mine.friends()) {
                if (friend.lists().contains(name)) {
                    work.mine.put(friend.withLists(without(friend.lists(), name)));
                }
            }
        });
    }

    private void relist(UserKey me, UserId actor, String name, Consumer<Outcome<Changed>> reply, Operation operation) {
        friends.change(
                me,
                actor,
                me.user(),
                work -> {
                    long before = work.mine.version();
                    operation.plan(work);
                    if (work.mine.version() != before) {
                        work.mine.event(FriendAction.LISTS, me.user(), Map.of("name", name));
                    }
                },
                reply);
    }

    private static Item.Friend friend(Work work, UserId user) throws RefusedException {
        Item.Friend friend = work.mine.friend(user);
        if (friend == null) {
            throw new RefusedException(Refusal.field(ErrorCode.FRIEND_UNKNOWN, "users", user + " is not a friend"));
        }
        return friend;
    }

    private static Item.FriendList list(Work work, String name) throws RefusedException {
        Item.FriendList list = FriendTexts.isListName(name) ? work.mine.list(name) : null;
        if (list == null) {
            throw Friends.refused(ErrorCode.FRIEND_LIST_UNKNOWN);
        }
        return list;
    }

    private static List<String> without(List<String> names, String name) {
        return names.stream().filter(each -> !each.equals(name)).toList();
    }
}

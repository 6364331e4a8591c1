package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.core.friend.Item.Slot;
import im.hongyan.core.log.FriendAction;
import java.util.Map;
import java.util.function.Consumer;

/// Whom a user does not want to hear of. Where it is enforced: [Blocklists].
public final class Blocks {
    private final Friends friends;

    public Blocks(Friends friends) {
        this.friends = friends;
    }

    /// Blocks a user. Once more is no mistake.
    ///
    /// @param both whether the owner cannot write to the blocked user either
    /// @param unfriend whether the friendship ends too, on both sides
    public void block(
            UserKey me, UserId actor, UserId peer, boolean both, boolean unfriend, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    work.requireOther();
                    Item.Block before = work.mine.block(peer);
                    if (before == null
                            && work.mine.count(Slot.BLOCKS) >= friends.limits().blocksMax()) {
                        throw new RefusedException(Refusal.detail(
                                ErrorCode.BLOCKLIST_FULL,
                                "blocks_max: at most " + friends.limits().blocksMax() + " blocked users"));
                    }
                    if (before == null || before.both() != both) {
                        work.block(new Item.Block(peer, both, work.nowMs, 0));
                        work.mine.event(FriendAction.BLOCKED, peer, Map.of("both", Boolean.toString(both)));
                    }
                    if (unfriend) {
                        work.unfriend(work.mine, peer);
                        work.unfriend(work.theirs, me.user());
                    }
                },
                reply);
    }

    /// Ends a block. Where there is none, nothing happens.
    public void unblock(UserKey me, UserId actor, UserId peer, Consumer<Outcome<Changed>> reply) {
        friends.change(
                me,
                actor,
                peer,
                work -> {
                    Item.Block block = work.mine.block(peer);
                    if (block != null) {
                        work.unblock(block);
                        work.mine.event(FriendAction.UNBLOCKED, peer, Map.of());
                    }
                },
                reply);
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.Friends.Changed;
import java.util.List;
import java.util.function.Consumer;

/// What a client asks about friends: each deed becomes one use case of the core.
final class FriendOperations {
    private final Core core;
    private final UserKey user;
    private final UserId me;

    FriendOperations(Core core, UserKey user) {
        this.core = core;
        this.user = user;
        this.me = user.user();
    }

    /// Carries out a deed that changes something. The reply comes on any thread.
    void change(Request.Friend request, Consumer<Outcome<Changed>> reply) {
        try {
            FriendReader read = request.read();
            List<UserId> users = request.users();
            switch (request.deed()) {
                case "fill" -> core.friendLists().fill(user, me, read.text("name"), users, reply);
                case "unfill" -> core.friendLists().unfill(user, me, read.text("name"), users, reply);
                case "rename" -> core.friendLists().rename(user, me, read.text("name"), read.text("to"), reply);
                case "unlist" -> core.friendLists().unlist(user, me, read.text("name"), reply);
                case "seen" -> core.friendRequests().seen(user, me, reply);
                default -> change(request.deed(), FriendReader.only(users), read, reply);
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    private void change(String deed, UserId peer, FriendReader read, Consumer<Outcome<Changed>> reply)
            throws RefusedException {
        switch (deed) {
            case "request" -> core.friendRequests().request(user, me, peer, read.asked(), reply);
            case "accept" ->
                core.friendRequests().accept(user, me, peer, read.truth("both", true), read.asked(), reply);
            case "refuse" -> core.friendRequests().refuse(user, me, peer, read.text("reason"), reply);
            case "forget" -> core.friendRequests().forget(user, me, peer, reply);
            case "delete" -> core.friends().delete(user, me, peer, read.truth("both", false), reply);
            case "edit" ->
                core.friends().edit(user, me, peer, read.textOrNull("remark"), read.lists(), read.attributes(), reply);
            case "block" ->
                core.blocks().block(user, me, peer, read.truth("both", false), read.truth("unfriend", false), reply);
            case "unblock" -> core.blocks().unblock(user, me, peer, reply);
            default ->
                throw new RefusedException(
                        Refusal.field(ErrorCode.UNKNOWN_OPERATION, "do", "There is no such thing to do with friends."));
        }
    }
}

package im.hongyan.core.message;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.friend.Blocklists;
import im.hongyan.core.group.Rosters;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Whether a message may go where it is to go: who is known, who has blocked whom, who may speak in the group.
final class Recipients {
    private final Accounts accounts;
    private final Blocklists blocklists;
    private final Rosters rosters;
    private final MessageLog log;
    private final Clock clock;

    Recipients(Accounts accounts, Blocklists blocklists, Rosters rosters, MessageLog log, Clock clock) {
        this.accounts = accounts;
        this.blocklists = blocklists;
        this.rosters = rosters;
        this.log = log;
        this.clock = clock;
    }

    /// Whether all that must be known of the receivers is in memory.
    boolean isKnown(Sending sending) {
        return switch (sending.to()) {
            case ConversationId.Single single -> accounts.isKnown(peer(sending, single));
            case ConversationId.Group _ ->
                rosters.isSeated(sending.from()) && sending.special().only().isEmpty();
            // Who has been admitted to a room is in it.
            case ConversationId.Room _, ConversationId.Feed _ -> true;
        };
    }

    /// Whether one of the two has blocked the other, as far as it is in memory.
    Blocklists.Verdict verdict(Sending sending) {
        return sending.to() instanceof ConversationId.Single single
                ? blocklists.check(sending.from(), peer(sending, single))
                : Blocklists.Verdict.OPEN;
    }

    static @Nullable Refusal refusal(Blocklists.Verdict verdict) {
        return switch (verdict) {
            case OPEN, UNKNOWN -> null;
            case BLOCKED -> Refusal.field(ErrorCode.BLOCKED, "to", ErrorCode.BLOCKED.english());
            case BLOCKED_BY_SELF -> Refusal.field(ErrorCode.BLOCKED_BY_SELF, "to", ErrorCode.BLOCKED_BY_SELF.english());
        };
    }

    private static UserKey peer(Sending sending, ConversationId.Single to) {
        return new UserKey(sending.from().app(), to.peerOf(sending.sender()));
    }

    /// Why it cannot be sent there, or null. Blocks.
    @Nullable
    Refusal check(Sending sending) {
        return switch (sending.to()) {
            case ConversationId.Single single ->
                accounts.exists(peer(sending, single))
                        ? refusal(blocklists.load(sending.from(), peer(sending, single)))
                        : Refusal.field(ErrorCode.RECIPIENT_UNKNOWN, "to", ErrorCode.RECIPIENT_UNKNOWN.english());
            case ConversationId.Group group -> {
                rosters.load(group);
                rosters.seat(sending.from());
                Refusal refusal = rosters.checkSpeak(group, sending.sender(), clock.millis());
                yield refusal == null ? checkTargets(sending, group) : refusal;
            }
            case ConversationId.Room _ -> null;
            case ConversationId.Feed _ -> Refusal.of(ErrorCode.CONVERSATION_UNKNOWN);
        };
    }

    private @Nullable Refusal checkTargets(Sending sending, ConversationId.Group group) {
        for (UserId user : sending.special().only()) {
            if (log.member(group, user) == null) {
                return Refusal.field(ErrorCode.MEMBER_UNKNOWN, "how.only", user + " is not a member");
            }
        }
        return null;
    }
}

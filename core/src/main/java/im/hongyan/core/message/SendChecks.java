package im.hongyan.core.message;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Special;
import org.jspecify.annotations.Nullable;

/// What can be said of a send without looking anything up.
final class SendChecks {
    private final Limits limits;

    SendChecks(Limits limits) {
        this.limits = limits;
    }

    /// Why it cannot be accepted, or null.
    @Nullable
    Refusal check(Sending sending) {
        Refusal refusal = checkParts(sending);
        return refusal != null ? refusal : checkConversation(sending);
    }

    /// The same for a message to the system.
    @Nullable
    Refusal checkToSystem(Sending sending) {
        boolean toSystem = sending.to() instanceof ConversationId.Single single
                && single.app().equals(sending.from().app())
                && !sending.sender().isReserved()
                && single.equals(ConversationId.single(single.app(), sending.sender(), UserId.SYSTEM));
        return toSystem ? checkParts(sending) : Refusal.of(ErrorCode.RECIPIENT_UNKNOWN);
    }

    @Nullable
    Refusal checkParts(Sending sending) {
        if (!Text.isId(sending.clientId(), 64)) {
            return Refusal.field(ErrorCode.BAD_CLIENT_ID, "cid", ErrorCode.BAD_CLIENT_ID.english());
        }
        if (sending.content().length() > limits.contentBytesMax()) {
            return tooLarge(ErrorCode.MESSAGE_TOO_LARGE, "content", limits.contentBytesMax());
        }
        if (sending.ext() != null && sending.ext().length() > limits.extBytesMax()) {
            return tooLarge(ErrorCode.EXT_TOO_LARGE, "ext", limits.extBytesMax());
        }
        if (sending.kind() == ContentKind.NOTICE && !sending.sender().isReserved()) {
            return Refusal.field(ErrorCode.NOT_PERMITTED, "type", "Only the system sends notices.");
        }
        if (sending.quote() < 0) {
            return Refusal.field(ErrorCode.BAD_FRAME, "quote", "quote is not a number of a message");
        }
        Refusal special = checkSpecial(sending);
        return special != null ? special : checkMentions(sending);
    }

    private @Nullable Refusal checkSpecial(Sending sending) {
        Special special = sending.special();
        if (special.equals(Special.NONE)) {
            return null;
        }
        if (!special.only().isEmpty() && !(sending.to() instanceof ConversationId.Group)) {
            return Refusal.field(
                    ErrorCode.NOT_HERE, "how.only", "Only a message in a group can be meant for some of many.");
        }
        if (special.only().size() > limits.targetsMax()) {
            return Refusal.field(ErrorCode.TOO_MANY, "how.only", "at most " + limits.targetsMax() + " members");
        }
        if (special.lifeMs() > limits.lifeMaxMs()) {
            return Refusal.field(
                    ErrorCode.TIME_NOT_ALLOWED, "how.life", "how.life is at most " + limits.lifeMaxMs() + " ms");
        }
        boolean kept = special.lifeMs() > 0 || special.open();
        if (kept && sending.to() instanceof ConversationId.Room) {
            return Refusal.field(ErrorCode.NOT_HERE, "how", "What is said in a room has no life and does not grow.");
        }
        boolean two = sending.to() instanceof ConversationId.Single(var _, var a, var b) && !a.equals(b);
        if (special.burnMs() > 0 && !two) {
            return Refusal.field(ErrorCode.NOT_HERE, "how.burn", "Only a message between two users can be burnt.");
        }
        return special.burnMs() > limits.burnMaxMs()
                ? Refusal.field(
                        ErrorCode.TIME_NOT_ALLOWED, "how.burn", "how.burn is at most " + limits.burnMaxMs() + " ms")
                : null;
    }

    private @Nullable Refusal checkMentions(Sending sending) {
        if (sending.mentions().size() > limits.mentionsMax()) {
            return Refusal.field(ErrorCode.TOO_MANY, "mentions", "at most " + limits.mentionsMax() + " mentions");
        }
        for (String mention : sending.mentions()) {
            if (!mention.equals(Message.MENTION_ALL) && !Text.isId(mention, UserId.BYTES_MAX)) {
                return Refusal.field(ErrorCode.BAD_USER_ID, "mentions", ErrorCode.BAD_USER_ID.english());
            }
        }
        return null;
    }

    private static @Nullable Refusal checkConversation(Sending sending) {
        return switch (sending.to()) {
            case ConversationId.Single(var app, var a, var b) -> {
                boolean party = a.equals(sending.sender()) || b.equals(sending.sender());
                if (!party || !app.equals(sending.from().app())) {
                    yield Refusal.of(ErrorCode.NOT_A_MEMBER);
                }
                UserId peer = a.equals(sending.sender()) ? b : a;
                yield peer.isReserved() ? Refusal.of(ErrorCode.RECIPIENT_UNKNOWN) : null;
            }
            case ConversationId.Feed _ -> Refusal.field(ErrorCode.BAD_CONVERSATION, "to", "One's feed is read only.");
            case ConversationId.Group group ->
                group.app().equals(sending.from().app()) ? null : Refusal.of(ErrorCode.NOT_A_MEMBER);
            case ConversationId.Room room ->
                room.app().equals(sending.from().app()) ? null : Refusal.of(ErrorCode.NOT_A_MEMBER);
        };
    }

    private static Refusal tooLarge(ErrorCode code, String field, int bytesMax) {
        return Refusal.field(code, field, field + " is larger than " + bytesMax + " bytes");
    }
}

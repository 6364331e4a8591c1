package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Authority;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Sight;
import org.jspecify.annotations.Nullable;

/// Where somebody stands in a conversation: which of its messages there are for this user, and what the user may do
/// with them. Made for one request, from the log.
final class Standing {
    private final MessageLog log;
    private final Groups groups;
    private final ConversationId conversation;
    private final UserId user;
    private final @Nullable Group group;
    private final GroupRole role;
    private final long mutedUntilMs;
    private final long cleared;

    private Standing(
            MessageLog log,
            Groups groups,
            ConversationId conversation,
            UserId user,
            @Nullable Group group,
            GroupRole role,
            long mutedUntilMs,
            long cleared) {
        this.log = log;
        this.groups = groups;
        this.conversation = conversation;
        this.user = user;
        this.group = group;
        this.role = role;
        this.mutedUntilMs = mutedUntilMs;
        this.cleared = cleared;
    }

    /// Refuses those who have no part in it.
    static Standing of(MessageLog log, Groups groups, Groups.Actor actor, ConversationId conversation)
            throws RefusedException {
        if (!conversation.app().equals(actor.user().app())) {
            throw refused(ErrorCode.NOT_A_MEMBER);
        }
        UserId user = actor.user().user();
        Member row = log.member(conversation, user);
        long cleared = row == null ? 0 : row.cleared().number();
        return switch (conversation) {
            case ConversationId.Single single -> {
                boolean party = single.a().equals(user) || single.b().equals(user);
                if (!party && !actor.isSystem()) {
                    throw refused(ErrorCode.NOT_A_MEMBER);
                }
                GroupRole role = actor.isSystem() ? GroupRole.SYSTEM : GroupRole.MEMBER;
                yield new Standing(log, groups, conversation, user, null, role, 0, cleared);
            }
            case ConversationId.Group id -> {
                Group group =
                        switch (groups.find(id, actor.user())) {
                            case Outcome.Ok<Group>(var found) -> found;
                            case Outcome.Refused<Group> _ -> throw refused(ErrorCode.NOT_A_MEMBER);
                        };
                GroupMember own = actor.isSystem() ? null : groups.member(id, user);
                if (own == null && !actor.isSystem()) {
                    throw refused(ErrorCode.NOT_A_MEMBER);
                }
                GroupRole role = own == null ? GroupRole.SYSTEM : own.role();
                long muted = own == null ? 0 : own.mutedUntilMs();
                yield new Standing(log, groups, conversation, user, group, role, muted, cleared);
            }
            case ConversationId.Feed _, ConversationId.Room _ -> throw refused(ErrorCode.CONVERSATION_UNKNOWN);
        };
    }

    ConversationId conversation() {
        return conversation;
    }

    UserId user() {
        return user;
    }

    boolean isSystem() {
        return role == GroupRole.SYSTEM;
    }

    /// Entries up to here are not for this user.
    long cleared() {
        return cleared;
    }

    /// Refuses every change in a group that is no more.
    void requireLife() throws RefusedException {
        if (group != null && group.dismissed()) {
            throw refused(ErrorCode.GROUP_DISMISSED);
        }
    }

    /// Between two users everybody may; in a group, who the table says.
    void require(GroupOperation operation) throws RefusedException {
        if (group != null) {
            Refusal refusal = Authority.check(operation, group, role, GroupRole.NOBODY);
            if (refusal != null) {
                throw new RefusedException(refusal);
            }
        }
    }

    /// Who may not speak may not change what was said either.
    void requireSpeech(long nowMs) throws RefusedException {
        if (group == null || isSystem()) {
            return;
        }
        if (Authority.check(GroupOperation.SPEAK, group, role, GroupRole.NOBODY) != null) {
            throw refused(ErrorCode.MUTED);
        }
        if (mutedUntilMs > nowMs) {
            throw new RefusedException(Refusal.after(ErrorCode.MUTED, mutedUntilMs - nowMs));
        }
    }

    /// Whether this is done to a message of `author`: by the author, by a back-end, or in a group by whom the table
    /// says.
    void requireUpon(GroupOperation operation, UserId author, ErrorCode otherwise) throws RefusedException {
        if (isSystem() || author.equals(user)) {
            return;
        }
        if (!(conversation instanceof ConversationId.Group id) || group == null) {
            throw refused(otherwise);
        }
        GroupMember member = groups.member(id, author);
        GroupRole of = member == null ? GroupRole.NOBODY : member.role();
        if (Authority.check(operation, group, role, of) != null) {
            throw refused(otherwise);
        }
    }

    /// The entry where a message is or was that the user may see.
    Entry entry(long number) throws RefusedException {
        Entry entry = number <= cleared ? null : log.entry(conversation, number);
        if (entry == null || !entry.isMessage() || !(isSystem() || Sight.isFor(entry, user))) {
            throw refused(ErrorCode.MESSAGE_UNKNOWN);
        }
        return entry;
    }

    /// The message that stands there, if it was not recalled.
    static Message message(Entry entry) throws RefusedException {
        if (entry.payload() instanceof Message message) {
            return message;
        }
        throw refused(ErrorCode.MESSAGE_RECALLED);
    }

    static RefusedException refused(ErrorCode code) {
        return new RefusedException(Refusal.of(code));
    }
}

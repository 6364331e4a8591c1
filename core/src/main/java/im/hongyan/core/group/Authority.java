package im.hongyan.core.group;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import org.jspecify.annotations.Nullable;

/// Who may do what: one table (operation, role, relation) that drives every permission.
public final class Authority {
    private Authority() {}

    /// Why it is not granted, or null.
    ///
    /// @param actor who asks
    /// @param target the role of the member it is done to; [GroupRole#NOBODY] where it is done to nobody
    public static @Nullable Refusal check(GroupOperation operation, Group group, GroupRole actor, GroupRole target) {
        if (actor == GroupRole.NOBODY) {
            return Refusal.of(ErrorCode.NOT_A_MEMBER);
        }
        if (actor == GroupRole.SYSTEM) {
            return null;
        }
        boolean granted = actor.isAtLeast(least(operation, group))
                && !(operation.isUpon() && target.isAtLeast(actor))
                && typeAllows(operation, group.rules(), actor);
        return granted ? null : Refusal.of(ErrorCode.GROUP_NOT_PERMITTED);
    }

    /// Why a member may not speak now, or null: what the table says, and what lies upon this member alone. Being
    /// muted oneself outweighs being allowed while all are.
    static @Nullable Refusal speak(Group group, GroupMember member, long nowMs) {
        Refusal refusal = check(GroupOperation.SPEAK, group, member.role(), GroupRole.NOBODY);
        if (refusal != null && !member.speaks()) {
            return Refusal.of(ErrorCode.MUTED);
        }
        return member.mutedUntilMs() > nowMs ? Refusal.after(ErrorCode.MUTED, member.mutedUntilMs() - nowMs) : null;
    }

    private static GroupRole least(GroupOperation operation, Group group) {
        return switch (operation) {
            case EDIT, PIN_MESSAGE -> group.rules().membersEdit() ? GroupRole.MEMBER : operation.from();
            case SPEAK -> group.mutedAll() ? GroupRole.ADMIN : operation.from();
            case INVITE ->
                switch (group.invite()) {
                    case MEMBERS -> GroupRole.MEMBER;
                    case ADMINS -> GroupRole.ADMIN;
                    case CLOSED -> GroupRole.SYSTEM;
                };
            case READ,
                    LEAVE,
                    EDIT_OWN_CARD,
                    COUNT,
                    RULES,
                    HANDLE,
                    KICK,
                    MUTE,
                    MUTE_ALL,
                    BAN,
                    EDIT_CARD,
                    RECALL,
                    REACT,
                    EDIT_MESSAGE,
                    READERS,
                    SET_ROLE,
                    TRANSFER,
                    DISMISS -> operation.from();
        };
    }

    private static boolean typeAllows(GroupOperation operation, GroupRules rules, GroupRole actor) {
        return switch (operation) {
            case LEAVE -> actor != GroupRole.OWNER || rules.ownerLeaves();
            case DISMISS -> rules.ownerDismisses();
            case SET_ROLE -> rules.admins();
            case READ,
                    SPEAK,
                    EDIT_OWN_CARD,
                    COUNT,
                    INVITE,
                    EDIT,
                    RULES,
                    HANDLE,
                    KICK,
                    MUTE,
                    MUTE_ALL,
                    BAN,
                    EDIT_CARD,
                    RECALL,
                    REACT,
                    EDIT_MESSAGE,
                    PIN_MESSAGE,
                    READERS,
                    TRANSFER -> true;
        };
    }
}

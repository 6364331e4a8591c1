package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.GroupAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What single members are called and may do.
public final class Discipline {
    private final Groups groups;

    public Discipline(Groups groups) {
        this.groups = groups;
    }

    /// Makes a member an administrator, or an administrator a member.
    public void role(
            ConversationId.Group id, Actor actor, UserId user, GroupRole role, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    if (role != GroupRole.ADMIN && role != GroupRole.MEMBER) {
                        throw new RefusedException(Refusal.field(
                                ErrorCode.BAD_FRAME, "role", "role is admin or member; an owner is made by transfer"));
                    }
                    GroupMember member = work.require(GroupOperation.SET_ROLE, user);
                    if (member.role() == GroupRole.OWNER) {
                        throw new RefusedException(Refusal.of(ErrorCode.GROUP_NOT_PERMITTED));
                    }
                    if (member.role() != role) {
                        work.plan.row(member.withRole(role));
                        work.plan.event(GroupAction.ROLE, List.of(user), Groups.of("role", role.word()));
                    }
                },
                reply);
    }

    /// Forbids a member to speak for a time.
    ///
    /// @param untilMs epoch milliseconds; 0 = may speak again
    public void mute(ConversationId.Group id, Actor actor, UserId user, long untilMs, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    GroupMember member = work.require(GroupOperation.MUTE, user);
                    if (member.mutedUntilMs() != untilMs) {
                        work.plan.row(member.withMutedUntil(untilMs));
                        work.plan.event(
                                untilMs == 0 ? GroupAction.UNMUTED : GroupAction.MUTED,
                                List.of(user),
                                Groups.of("until", Long.toString(untilMs)));
                    }
                },
                reply);
    }

    /// Lets members speak while all are muted, or not any more.
    public void speakers(
            ConversationId.Group id, Actor actor, List<UserId> users, boolean may, Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.MUTE_ALL);
                    List<UserId> changed = new ArrayList<>();
                    for (UserId user : users.stream().distinct().toList()) {
                        GroupMember member = work.member(user);
                        if (member == null) {
                            throw new RefusedException(
                                    Refusal.field(ErrorCode.MEMBER_UNKNOWN, "users", user + " is not a member"));
                        }
                        if (member.speaks() != may) {
                            work.plan.row(member.withSpeaks(may));
                            work.plan.fact(
                                    GroupLists.Kind.SPEAKERS.prefix() + user.value(),
                                    may ? Groups.of("at", Long.toString(work.nowMs())) : Map.of());
                            changed.add(user);
                        }
                    }
                    if (!changed.isEmpty()) {
                        work.plan.event(GroupAction.MEMBER, changed, Groups.of("speaks", Boolean.toString(may)));
                    }
                },
                reply);
    }

    /// Changes a member's card or attributes: one's own, or as an administrator another's.
    ///
    /// @param card null = stays
    /// @param attributes fields to set; an empty value removes one
    public void card(
            ConversationId.Group id,
            Actor actor,
            UserId user,
            @Nullable String card,
            Map<String, String> attributes,
            Consumer<Outcome<Group>> reply) {
        groups.change(
                id,
                actor,
                work -> {
                    Groups.refuse(check(card, attributes));
                    GroupMember member =
                            user.equals(actor.user().user()) ? own(work) : work.require(GroupOperation.EDIT_CARD, user);
                    GroupMember after = card == null ? member : member.withCard(card);
                    after = after.withAttributes(GroupChange.merge(member.attributes(), attributes));
                    Groups.refuse(GroupChange.checkAttributes(after.attributes(), groups.limits()));
                    if (!after.equals(member)) {
                        work.plan.row(after);
                        Map<String, String> fields = new LinkedHashMap<>();
                        if (card != null) {
                            fields.put("card", card);
                        }
                        fields.putAll(Group.asFields(attributes));
                        work.plan.event(GroupAction.MEMBER, List.of(user), fields);
                    }
                },
                reply);
    }

    private static GroupMember own(Groups.Work work) throws RefusedException {
        work.require(GroupOperation.EDIT_OWN_CARD);
        GroupMember own = work.own;
        if (own == null) {
            throw new RefusedException(Refusal.of(ErrorCode.NOT_A_MEMBER));
        }
        return own;
    }

    private @Nullable Refusal check(@Nullable String card, Map<String, String> attributes) {
        int bytesMax = groups.limits().groupNameBytesMax();
        return GroupChange.tooLong(card, bytesMax)
                ? Refusal.field(ErrorCode.TOO_LONG, "card", "card is longer than " + bytesMax + " bytes")
                : GroupChange.checkAttributes(attributes, groups.limits());
    }
}

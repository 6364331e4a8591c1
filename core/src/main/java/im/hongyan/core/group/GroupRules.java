package im.hongyan.core.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a type of group allows: a rule set, so that every vendor's types are rows of one table and not code.
///
/// @param type the type's name on the wire
/// @param membersMax most members, the owner counted
/// @param join how users come in by themselves, unless the group says otherwise
/// @param invite who may bring others in, unless the group says otherwise
/// @param membersEdit whether members may change name, avatar, introduction and announcement
/// @param admins whether there may be administrators
/// @param ownerLeaves whether the owner may leave; the group goes on without one
/// @param ownerDismisses whether the owner may dismiss it; a back-end always may
/// @param history whether newcomers see what was before them
public record GroupRules(
        String type,
        int membersMax,
        Join join,
        Invite invite,
        boolean membersEdit,
        boolean admins,
        boolean ownerLeaves,
        boolean ownerDismisses,
        boolean history) {
    /// How users come in by themselves.
    public enum Join {
        /// Who asks is in.
        FREE("free"),
        /// An administrator decides.
        APPROVAL("approval"),
        /// Nobody; only by invitation.
        CLOSED("closed");

        private final String word;

        Join(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static @Nullable Join of(String word) {
            return List.of(values()).stream()
                    .filter(one -> one.word.equals(word))
                    .findAny()
                    .orElse(null);
        }
    }

    /// Who may bring others in.
    public enum Invite {
        MEMBERS("members"),
        ADMINS("admins"),
        /// Only a back-end.
        CLOSED("closed");

        private final String word;

        Invite(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static @Nullable Invite of(String word) {
            return List.of(values()).stream()
                    .filter(one -> one.word.equals(word))
                    .findAny()
                    .orElse(null);
        }
    }

    /// Among friends and colleagues: nobody comes by himself, everybody may bring others.
    public static final GroupRules WORK =
            new GroupRules("work", 2_000, Join.CLOSED, Invite.MEMBERS, true, false, true, false, false);
    /// With administrators who decide who comes in.
    public static final GroupRules PUBLIC =
            new GroupRules("public", 5_000, Join.APPROVAL, Invite.ADMINS, false, true, false, true, false);
    /// Who comes is in, and sees what was said.
    public static final GroupRules MEETING =
            new GroupRules("meeting", 5_000, Join.FREE, Invite.MEMBERS, false, true, false, true, true);
    /// Very many, with history.
    public static final GroupRules COMMUNITY =
            new GroupRules("community", 100_000, Join.FREE, Invite.MEMBERS, false, true, false, true, true);

    /// All types.
    public static final List<GroupRules> ALL = List.of(WORK, PUBLIC, MEETING, COMMUNITY);

    /// The rules of a type, or null.
    public static @Nullable GroupRules of(String type) {
        return ALL.stream().filter(rules -> rules.type().equals(type)).findAny().orElse(null);
    }
}

package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lists of users that a group keeps beside its members, read in pages.
public final class GroupLists {
    /// Which list, and what one must be allowed to do to see it.
    public enum Kind {
        /// Who asks to come in.
        APPLICATIONS("applications", "p/", GroupOperation.HANDLE),
        /// Who is kept out.
        BANS("bans", "b/", GroupOperation.BAN),
        /// Who may speak while all are muted.
        SPEAKERS("speakers", "w/", GroupOperation.MUTE_ALL);

        private final String word;
        private final String prefix;
        private final GroupOperation operation;

        Kind(String word, String prefix, GroupOperation operation) {
            this.word = word;
            this.prefix = prefix;
            this.operation = operation;
        }

        public String word() {
            return word;
        }

        /// What the keys of its facts begin with.
        String prefix() {
            return prefix;
        }
    }

    /// One line of a list.
    ///
    /// @param atMs since when, epoch milliseconds; 0 = not known
    /// @param untilMs epoch milliseconds; 0 = for good
    /// @param reason what was said to it, or ""
    public record Row(UserId user, long atMs, long untilMs, String reason) {
        private static Row of(UserId user, Map<String, String> fields) {
            return new Row(
                    user,
                    Long.parseLong(fields.getOrDefault("at", "0")),
                    Long.parseLong(fields.getOrDefault("until", "0")),
                    Group.text(fields, "reason"));
        }
    }

    private final Groups groups;
    private final Rosters rosters;
    private final MessageLog log;

    public GroupLists(Groups groups, Rosters rosters, MessageLog log) {
        this.groups = groups;
        this.rosters = rosters;
        this.log = log;
    }

    /// A page in order of ids. Blocks on the log.
    ///
    /// @param after the last id of the page before, or ""
    public Outcome<List<Row>> page(ConversationId.Group id, UserKey asker, Kind kind, String after, int limit) {
        Group group = id.app().equals(asker.app()) ? rosters.load(id) : null;
        if (group == null) {
            return Outcome.refused(ErrorCode.GROUP_UNKNOWN);
        }
        Refusal refusal = Authority.check(kind.operation, group, role(id, asker), GroupRole.NOBODY);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        String from = after.isEmpty() ? "" : kind.prefix + after;
        int count = Math.max(1, Math.min(limit, groups.limits().usersPageMax()));
        List<Row> rows = new ArrayList<>();
        for (MessageLog.Fact fact : log.facts(id, kind.prefix, from, count)) {
            rows.add(Row.of(new UserId(fact.key().substring(kind.prefix.length())), fact.fields()));
        }
        return Outcome.ok(rows);
    }

    private GroupRole role(ConversationId.Group id, UserKey asker) {
        if (asker.user().equals(UserId.SYSTEM)) {
            return GroupRole.SYSTEM;
        }
        GroupMember own = groups.member(id, asker.user());
        return own == null ? GroupRole.NOBODY : own.role();
    }
}

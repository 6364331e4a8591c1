package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupLists;
import im.hongyan.core.group.GroupMember;
import im.hongyan.dialect.json.JsonOut;
import java.util.Map;
import java.util.TreeMap;

/// Groups and their members as JSON (`docs/wire/native.md`, section 8).
public final class GroupJson {
    private GroupJson() {}

    public static void group(JsonOut out, Group group) {
        UserId owner = group.owner();
        out.raw(Keys.GROUP_FIRST).string(group.id().id());
        out.raw(Keys.TYPE).string(group.rules().type());
        out.raw(Keys.NAME).string(group.name());
        out.raw(Keys.AVATAR).string(group.avatar());
        out.raw(Keys.INTRODUCTION).string(group.introduction());
        out.raw(Keys.ANNOUNCEMENT).string(group.announcement());
        out.raw(Keys.OWNER).string(owner == null ? "" : owner.value());
        out.raw(Keys.CREATED).number(group.createdAtMs());
        out.raw(Keys.CONFIRM).bool(group.confirm());
        out.raw(Keys.MEMBERS).number(group.members());
        out.raw(Keys.MAX).number(group.membersMax());
        out.raw(Keys.JOIN).string(group.join().word());
        out.raw(Keys.INVITE).string(group.invite().word());
        out.raw(Keys.MUTED).bool(group.mutedAll());
        out.raw(Keys.DISMISSED).bool(group.dismissed());
        attributes(out, group.attributes());
        out.raw('}');
    }

    public static void member(JsonOut out, GroupMember member) {
        UserId by = member.invitedBy();
        out.raw(Keys.USER_FIRST).string(member.user().value());
        out.raw(Keys.ROLE).string(member.role().word());
        out.raw(Keys.CARD).string(member.card());
        out.raw(Keys.MUTED).number(member.mutedUntilMs());
        out.raw(Keys.JOINED).number(member.joinedAtMs());
        if (by != null) {
            out.raw(Keys.BY).string(by.value());
        }
        if (member.speaks()) {
            out.raw(Keys.SPEAKS);
        }
        attributes(out, member.attributes());
        out.raw('}');
    }

    /// One line of a list beside the members.
    public static void row(JsonOut out, GroupLists.Kind kind, GroupLists.Row row) {
        out.raw(Keys.USER_FIRST).string(row.user().value());
        switch (kind) {
            case APPLICATIONS -> out.raw(Keys.REASON).string(row.reason());
            case BANS -> out.raw(Keys.ROW_UNTIL).number(row.untilMs());
            case SPEAKERS -> {}
        }
        out.raw(Keys.AT).number(row.atMs()).raw('}');
    }

    /// The field of all counters, without a comma before it.
    public static void counters(JsonOut out, Map<String, Long> counters) {
        out.raw(Keys.COUNTERS);
        int i = 0;
        for (Map.Entry<String, Long> one : new TreeMap<>(counters).entrySet()) {
            EntryJson.comma(out, i++).string(one.getKey()).raw(':').number(one.getValue());
        }
        out.raw('}');
    }

    static void attributes(JsonOut out, Map<String, String> attributes) {
        out.raw(Keys.ATTRIBUTES);
        int i = 0;
        for (Map.Entry<String, String> one : attributes.entrySet()) {
            EntryJson.comma(out, i++).string(one.getKey()).raw(':').string(one.getValue());
        }
        out.raw('}');
    }
}

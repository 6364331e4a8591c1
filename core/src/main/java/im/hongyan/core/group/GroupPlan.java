package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one operation makes of a group: collected first, then committed whole. Newcomers come in before the events are
/// written, so that they see them; those who go, after, and are told in their own feeds.
final class GroupPlan {
    /// The field of an event in a feed that names the group.
    static final String GROUP = "group";

    private final ConversationId.Group id;
    private final UserId actor;
    private final long nowMs;
    private final Map<UserId, GroupMember> rows = new LinkedHashMap<>();
    private final Set<UserId> joined = new LinkedHashSet<>();
    private final Set<UserId> left = new LinkedHashSet<>();
    private final List<Change> facts = new ArrayList<>();
    private final List<Change> events = new ArrayList<>();
    private Group group;
    private boolean touched;

    GroupPlan(Group group, UserId actor, long nowMs) {
        this.id = group.id();
        this.group = group;
        this.actor = actor;
        this.nowMs = nowMs;
    }

    Group group() {
        return group;
    }

    void group(Group changed) {
        group = changed;
        touched = true;
    }

    void join(GroupMember member) {
        row(member);
        joined.add(member.user());
        group(group.withMembers(group.members() + 1));
    }

    void row(GroupMember member) {
        rows.put(member.user(), member);
        facts.add(new Change.Put(id, GroupMember.fact(member.user()), member.fields()));
    }

    void leave(UserId user) {
        left.add(user);
        facts.add(new Change.Put(id, GroupMember.fact(user), Map.of()));
        group(group.withMembers(group.members() - 1));
    }

    void fact(String key, Map<String, String> fields) {
        facts.add(new Change.Put(id, key, fields));
    }

    void event(GroupAction action, List<UserId> users, Map<String, String> fields) {
        events.add(new Change.Append(id, new Payload.GroupEvent(actor, action, users, fields), nowMs));
    }

    /// An event in a user's own feed.
    void tell(UserId user, GroupAction action, List<UserId> users, Map<String, String> fields) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put(GROUP, id.id());
        named.putAll(fields);
        events.add(new Change.Append(
                ConversationId.feed(new UserKey(id.app(), user)),
                new Payload.GroupEvent(actor, action, users, named),
                nowMs));
    }

    boolean isEmpty() {
        return facts.isEmpty() && events.isEmpty() && !touched;
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>(facts);
        if (touched) {
            changes.add(new Change.Put(id, Group.FACT, group.fields()));
        }
        joined.forEach(
                user -> changes.add(new Change.Join(id, user, group.rules().history())));
        changes.addAll(events);
        left.forEach(user -> changes.add(new Change.Leave(id, user)));
        return changes;
    }

    /// Before the events are handed on: what is new.
    void arrive(Rosters rosters) {
        if (touched) {
            rosters.changed(group);
        }
        rows.forEach((user, member) -> rosters.joined(new UserKey(id.app(), user), id, member));
        left.forEach(user -> rosters.left(new UserKey(id.app(), user), id));
    }

    @Nullable
    GroupMember planned(UserId user) {
        return rows.get(user);
    }
}

package im.hongyan.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Walks the whole table: every operation, every role, upon every role, in every type of group.
class AuthorityTest {
    /// Who may, by operation: for the types work, public, meeting, community. N nobody, m member, a admin, o owner,
    /// S system; a pair `am` is an admin upon a member. Written by hand from what each type promises.
    private static final Map<GroupOperation, String> UPON_NOBODY = new TreeMap<>(Map.ofEntries(
            Map.entry(GroupOperation.READ, "maoS maoS maoS maoS"),
            Map.entry(GroupOperation.SPEAK, "maoS maoS maoS maoS"),
            Map.entry(GroupOperation.LEAVE, "maoS maS maS maS"),
            Map.entry(GroupOperation.EDIT_OWN_CARD, "maoS maoS maoS maoS"),
            Map.entry(GroupOperation.COUNT, "maoS maoS maoS maoS"),
            Map.entry(GroupOperation.INVITE, "maoS aoS maoS maoS"),
            Map.entry(GroupOperation.EDIT, "maoS aoS aoS aoS"),
            Map.entry(GroupOperation.RULES, "aoS aoS aoS aoS"),
            Map.entry(GroupOperation.HANDLE, "aoS aoS aoS aoS"),
            Map.entry(GroupOperation.MUTE_ALL, "aoS aoS aoS aoS"),
            Map.entry(GroupOperation.REACT, "maoS maoS maoS maoS"),
            Map.entry(GroupOperation.PIN_MESSAGE, "maoS aoS aoS aoS"),
            Map.entry(GroupOperation.READERS, "aoS aoS aoS aoS"),
            Map.entry(GroupOperation.BAN, "aoS aoS aoS aoS"),
            Map.entry(GroupOperation.TRANSFER, "oS oS oS oS"),
            Map.entry(GroupOperation.DISMISS, "S oS oS oS")));

    private static final Map<GroupOperation, String> UPON_MEMBERS = new TreeMap<>(Map.ofEntries(
            Map.entry(GroupOperation.KICK, "am om oa Sm Sa So"),
            Map.entry(GroupOperation.MUTE, "am om oa Sm Sa So"),
            Map.entry(GroupOperation.EDIT_CARD, "am om oa Sm Sa So"),
            Map.entry(GroupOperation.EDIT_MESSAGE, "am om oa Sm Sa So"),
            Map.entry(GroupOperation.RECALL, "am om oa Sm Sa So"),
            Map.entry(GroupOperation.SET_ROLE, "om oa Sm Sa So")));

    private static Group group(GroupRules rules, boolean mutedAll) {
        return new Group(
                new ConversationId.Group(new AppId("demo"), "g"),
                rules,
                "",
                "",
                "",
                "",
                new UserId("o"),
                0,
                rules.membersMax(),
                rules.join(),
                rules.invite(),
                false,
                3,
                mutedAll,
                false,
                Map.of());
    }

    private static char letter(GroupRole role) {
        return switch (role) {
            case NOBODY -> 'N';
            case MEMBER -> 'm';
            case ADMIN -> 'a';
            case OWNER -> 'o';
            case SYSTEM -> 'S';
        };
    }

    private static boolean granted(GroupOperation operation, Group group, GroupRole actor, GroupRole target) {
        return Authority.check(operation, group, actor, target) == null;
    }

    @Test
    void everyOperationIsInTheTable() {
        for (GroupOperation operation : GroupOperation.values()) {
            assertThat(UPON_NOBODY.containsKey(operation) ^ UPON_MEMBERS.containsKey(operation))
                    .as(operation.name())
                    .isTrue();
        }
    }

    @Test
    void whatIsDoneToNobody() {
        UPON_NOBODY.forEach((operation, row) -> {
            String[] byType = row.split(" ");
            for (int i = 0; i < GroupRules.ALL.size(); i++) {
                Group group = group(GroupRules.ALL.get(i), false);
                for (GroupRole actor : GroupRole.values()) {
                    assertThat(granted(operation, group, actor, GroupRole.NOBODY))
                            .as(
                                    "%s by %s in %s",
                                    operation, actor, group.rules().type())
                            .isEqualTo(byType[i].indexOf(letter(actor)) >= 0);
                }
            }
        });
    }

    @Test
    void whatIsDoneToMembers() {
        for (GroupRules rules : GroupRules.ALL) {
            Group group = group(rules, false);
            UPON_MEMBERS.forEach((operation, row) -> {
                for (GroupRole actor : GroupRole.values()) {
                    for (GroupRole target : new GroupRole[] {GroupRole.MEMBER, GroupRole.ADMIN, GroupRole.OWNER}) {
                        String pair = "" + letter(actor) + letter(target);
                        boolean allowed = row.contains(pair);
                        if (operation == GroupOperation.SET_ROLE && !rules.admins()) {
                            allowed &= actor == GroupRole.SYSTEM;
                        }
                        assertThat(granted(operation, group, actor, target))
                                .as("%s by %s upon %s in %s", operation, actor, target, rules.type())
                                .isEqualTo(allowed);
                    }
                }
            });
        }
    }

    @Test
    void whenAllAreMutedAdministratorsStillSpeak() {
        for (GroupRules rules : GroupRules.ALL) {
            Group group = group(rules, true);
            assertThat(granted(GroupOperation.SPEAK, group, GroupRole.MEMBER, GroupRole.NOBODY))
                    .isFalse();
            assertThat(granted(GroupOperation.SPEAK, group, GroupRole.ADMIN, GroupRole.NOBODY))
                    .isTrue();
        }
    }
}

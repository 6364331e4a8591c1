package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.APP;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupChange;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.GroupRules;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Payload;
import im.hongyan.core.session.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Who is in a group, after random histories in which several do something at once: what each device saw is exactly
/// the log of the time its user was in it, and what the log says is what the server says.
class GroupHistoryPropertyTest {
    private static final ConversationId.Group CLUB = new ConversationId.Group(APP, "club");
    private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "erin");
    private static final int ROUNDS = 12;
    /// deeds that are under way together
    private static final int AT_ONCE = 4;

    @Property(tries = 40)
    void everyDeviceSeesTheServersHistory(@ForAll long seed) {
        Random random = new Random(seed);
        try (MemoryWorld world = new MemoryWorld()) {
            Map<String, List<RecordingLink>> links = new TreeMap<>();
            for (String user : USERS) {
                List<RecordingLink> devices = List.of(world.link(), world.link());
                value(world.login(user, user + "-1", Platform.WECHAT, devices.get(0)));
                value(world.login(user, user + "-2", Platform.H5, devices.get(1)));
                links.put(user, devices);
            }
            GroupRules rules = GroupRules.ALL.get(random.nextInt(GroupRules.ALL.size()));
            GroupChange open =
                    new GroupChange(null, null, null, null, GroupRules.Join.FREE, null, null, null, null, Map.of());
            value(MemoryWorld.<Group>await(reply -> world.core()
                    .groups()
                    .create(CLUB, actor("alice"), null, open, rules, List.of(new UserId("bob")), reply)));
            for (int round = 0; round < ROUNDS; round++) {
                together(world, random);
            }
            world.settle();
            List<Entry> log = world.log().readForward(CLUB, 1, 10_000, Integer.MAX_VALUE);
            List<Map<String, GroupRole>> states = states(log);
            for (String user : USERS) {
                for (RecordingLink link : links.get(user)) {
                    seesWhatWasWhenItWasIn(user, link, log, states, seed);
                }
            }
            Map<String, GroupRole> members = new TreeMap<>();
            for (GroupMember member :
                    value(world.core().groups().members(CLUB, new UserKey(APP, UserId.SYSTEM), "", 100))) {
                members.put(member.user().value(), member.role());
            }
            assertThat(members).as("seed " + seed).isEqualTo(states.getLast());
            Group group = value(world.core().groups().find(CLUB, key("alice")));
            assertThat(group.members()).as("seed " + seed).isEqualTo(members.size());
            List<String> owners = members.entrySet().stream()
                    .filter(member -> member.getValue() == GroupRole.OWNER)
                    .map(Map.Entry::getKey)
                    .toList();
            UserId owner = group.owner();
            assertThat(owners).as("seed " + seed).isEqualTo(owner == null ? List.of() : List.of(owner.value()));
            assertThat(world.faults()).isEmpty();
        }
    }

    private static Actor actor(String user) {
        return new Actor(key(user), null);
    }

    /// Some deeds that nobody waits for before the next begins.
    private static void together(MemoryWorld world, Random random) {
        List<CompletableFuture<Outcome<Group>>> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            CompletableFuture<Outcome<Group>> done = new CompletableFuture<>();
            all.add(done);
            deed(world, random, done::complete);
        }
        all.forEach(MemoryWorld::get);
    }

    private static void deed(MemoryWorld world, Random random, Consumer<Outcome<Group>> reply) {
        Actor actor = actor(USERS.get(random.nextInt(USERS.size())));
        UserId other = new UserId(USERS.get(random.nextInt(USERS.size())));
        var core = world.core();
        switch (random.nextInt(10)) {
            case 0, 1 -> core.membership().join(CLUB, actor, "", reply);
            case 2 -> core.membership().leave(CLUB, actor, reply);
            case 3 -> core.membership().kick(CLUB, actor, List.of(other), "", reply);
            case 4, 5 -> core.membership().invite(CLUB, actor, List.of(other), reply);
            case 6 -> core.groups().transfer(CLUB, actor, other, reply);
            case 7 -> core.discipline().role(CLUB, actor, other, GroupRole.ADMIN, reply);
            case 8 -> core.membership().ban(CLUB, actor, other, 1, reply);
            default ->
                core.groups()
                        .edit(
                                CLUB,
                                actor,
                                new GroupChange(
                                        "n" + random.nextInt(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        Map.of()),
                                reply);
        }
    }

    /// Who was in it after each entry, as a person reads the log.
    private static List<Map<String, GroupRole>> states(List<Entry> log) {
        List<Map<String, GroupRole>> states = new ArrayList<>();
        Map<String, GroupRole> now = new TreeMap<>();
        for (Entry entry : log) {
            if (entry.payload() instanceof Payload.GroupEvent event) {
                apply(now, event);
            }
            states.add(new TreeMap<>(now));
        }
        return states;
    }

    private static void apply(Map<String, GroupRole> now, Payload.GroupEvent event) {
        for (UserId user : event.users()) {
            String id = user.value();
            switch (event.action()) {
                case CREATED -> now.put(id, user.equals(event.sender()) ? GroupRole.OWNER : GroupRole.MEMBER);
                case JOINED -> now.put(id, GroupRole.MEMBER);
                case LEFT, KICKED -> now.remove(id);
                case OWNER -> {
                    now.replaceAll((_, role) -> role == GroupRole.OWNER ? GroupRole.MEMBER : role);
                    now.put(id, GroupRole.OWNER);
                }
                case ROLE ->
                    now.put(id, "admin".equals(event.fields().get("role")) ? GroupRole.ADMIN : GroupRole.MEMBER);
                case UPDATED, DISMISSED, MEMBER, MUTED, UNMUTED, BANNED, UNBANNED, APPLIED, HANDLED, INVITED -> {}
            }
        }
    }

    private static void seesWhatWasWhenItWasIn(
            String user, RecordingLink link, List<Entry> log, List<Map<String, GroupRole>> states, long seed) {
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (states.get(i).containsKey(user)) {
                expected.add(log.get(i).number());
            }
        }
        List<Long> seen = link.entries().stream()
                .filter(entry -> entry.conversation().equals(CLUB))
                .map(Entry::number)
                .toList();
        // A plan's events go out together: who left in one is told of what the same plan wrote, by the feed.
        assertThat(seen).as("%s, seed %d", user, seed).isEqualTo(expected);
    }
}

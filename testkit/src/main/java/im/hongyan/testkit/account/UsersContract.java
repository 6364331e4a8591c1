package im.hongyan.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.account.Users;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every adapter of [Users] keeps.
public abstract class UsersContract {
    private static final AppId DEMO = new AppId("demo");
    private static final AppId OTHER = new AppId("other");
    /// In the order of their bytes.
    private static final List<String> ODD_IDS = List.of(
            " leading space",
            "\"quoted\"",
            "%_like\\",
            "'; drop table users; --",
            "Alice",
            "a".repeat(64),
            "alice",
            "null",
            "zoë",
            "用户",
            "\uFF21 wide",
            "\uD83D\uDC27 goose",
            "\uD83D\uDC27".repeat(16));

    private AccountStore accounts;
    private Users users;

    /// Makes the adapter, empty.
    protected abstract AccountStore open(Clock clock) throws Exception;

    @BeforeEach
    void openAccounts() throws Exception {
        accounts = open(Clock.systemUTC());
        users = accounts.users();
    }

    @AfterEach
    void closeAccounts() {
        accounts.close();
    }

    @Test
    void whatWasCreatedIsFound() {
        User alice = user("alice");
        assertThat(users.find(alice.key())).isEmpty();
        assertThat(users.create(alice)).isEqualTo(alice);
        assertThat(users.find(alice.key())).contains(alice);
    }

    @Test
    void creatingTwiceKeepsTheFirst() {
        User first = named("alice", "first");
        users.create(first);
        assertThat(users.create(named("alice", "second"))).isEqualTo(first);
        assertThat(users.find(first.key())).contains(first);
    }

    @Test
    void updateReplacesAllButTheTimeOfCreation() {
        User alice = user("alice");
        users.create(alice);
        users.find(alice.key());
        var changed = new User(alice.key(), "Alice", "https://a/1.png", Map.of("city", "Köln"), false, 99);
        assertThat(users.update(changed)).isTrue();
        assertThat(users.find(alice.key()))
                .contains(new User(alice.key(), "Alice", "https://a/1.png", Map.of("city", "Köln"), false, 1_000));
    }

    @Test
    void whoMayBecomeAFriendIsKept() {
        User alice = user("alice");
        assertThat(users.create(alice).allow()).isEqualTo(Allow.APPROVAL);
        for (Allow allow : Allow.values()) {
            var changed = new User(alice.key(), "", "", Map.of(), allow, true, 99);
            assertThat(users.update(changed)).isTrue();
            assertThat(users.find(alice.key())).map(User::allow).contains(allow);
        }
        var open = new User(key(DEMO, "open"), "", "", Map.of(), Allow.ANYONE, true, 1);
        assertThat(users.create(open)).isEqualTo(open);
        assertThat(users.list(DEMO, "alice", 10)).containsExactly(open);
    }

    @Test
    void whatIsMissingIsNeitherUpdatedNorDeleted() {
        User nobody = user("nobody");
        assertThat(users.update(nobody)).isFalse();
        assertThat(users.delete(nobody.key())).isFalse();
        assertThat(users.find(nobody.key())).isEmpty();
        assertThat(users.list(DEMO, "", 10)).isEmpty();
    }

    @Test
    void whatWasDeletedIsGoneAndCanBeCreatedAgain() {
        User alice = user("alice");
        users.create(alice);
        assertThat(users.delete(alice.key())).isTrue();
        assertThat(users.find(alice.key())).isEmpty();
        User again = named("alice", "again");
        assertThat(users.create(again)).isEqualTo(again);
        assertThat(users.find(alice.key())).contains(again);
    }

    @Test
    void anAppNeverSeesAnothersUsers() {
        User here = named("alice", "here");
        var there = new User(key(OTHER, "alice"), "there", "", Map.of(), false, 7);
        users.create(here);
        users.create(there);
        assertThat(users.find(here.key())).contains(here);
        assertThat(users.find(there.key())).contains(there);
        assertThat(users.list(DEMO, "", 10)).containsExactly(here);
        assertThat(users.delete(here.key())).isTrue();
        assertThat(users.find(there.key())).contains(there);
        assertThat(users.list(DEMO, "", 10)).isEmpty();
    }

    @Test
    void oddIdsStayWhatTheyAre() {
        for (String id : ODD_IDS) {
            users.create(named(id, "name of " + id));
        }
        for (String id : ODD_IDS) {
            assertThat(users.find(key(DEMO, id))).contains(named(id, "name of " + id));
        }
        assertThat(ids(users.list(DEMO, "", 100))).containsExactlyElementsOf(ODD_IDS);
        for (String id : ODD_IDS) {
            assertThat(users.update(named(id, "changed"))).isTrue();
            assertThat(users.delete(key(DEMO, id))).isTrue();
        }
        assertThat(users.list(DEMO, "", 100)).isEmpty();
    }

    @Test
    void pagesMeetWithoutGapOrOverlap() {
        List<String> all =
                IntStream.range(0, 57).mapToObj(i -> "u%03d".formatted(i)).toList();
        all.forEach(id -> users.create(user(id)));
        users.create(new User(key(OTHER, "u010x"), "", "", Map.of(), true, 1));
        var seen = new ArrayList<String>();
        String after = "";
        List<User> page = users.list(DEMO, after, 10);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            seen.addAll(ids(page));
            after = seen.getLast();
            page = users.list(DEMO, after, 10);
        }
        assertThat(seen).containsExactlyElementsOf(all);
        assertThat(ids(users.list(DEMO, "u055", 10))).containsExactly("u056");
        assertThat(users.list(DEMO, "", 0)).isEmpty();
    }

    @Test
    void everyValueAtItsLimitIsKept() {
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < User.ATTRIBUTES_MAX; i++) {
            String name = "%02d".formatted(i) + "\"".repeat(User.ATTRIBUTE_NAME_BYTES_MAX - 2);
            attributes.put(name, "\n\\\"\u0001é".repeat(User.ATTRIBUTE_VALUE_BYTES_MAX / 6));
        }
        var full = new User(
                key(DEMO, "\uD83D\uDC27".repeat(16)),
                "鸿".repeat(User.NAME_BYTES_MAX / 3),
                "x".repeat(User.AVATAR_BYTES_MAX),
                attributes,
                true,
                (1L << 53) - 1);
        users.create(full);
        assertThat(users.list(DEMO, "", 1)).containsExactly(full);
        assertThat(users.update(full)).isTrue();
        assertThat(users.find(full.key())).contains(full);
    }

    @Test
    void createdByManyAtOnceTheUserIsOne() throws Exception {
        int threads = 16;
        int rounds = 50;
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var answers = new ArrayList<Future<List<User>>>();
            for (int t = 0; t < threads; t++) {
                String name = "by " + t;
                answers.add(pool.submit(() -> {
                    start.await();
                    return IntStream.range(0, rounds)
                            .mapToObj(i -> users.create(named("u" + i, name)))
                            .toList();
                }));
            }
            start.countDown();
            List<User> first = answers.getFirst().get();
            for (Future<List<User>> each : answers) {
                assertThat(each.get()).isEqualTo(first);
            }
            assertThat(users.list(DEMO, "", 1_000)).hasSize(rounds).containsAll(first);
        }
    }

    @Test
    void aReadAfterAWriteSeesIt() throws Exception {
        User alice = user("alice");
        users.create(alice);
        try (var pool = Executors.newFixedThreadPool(3)) {
            var done = new CountDownLatch(1);
            var readers = IntStream.range(0, 2)
                    .mapToObj(_ -> pool.submit(() -> {
                        while (done.getCount() > 0) {
                            users.find(alice.key());
                        }
                    }))
                    .toList();
            for (int i = 0; i < 300; i++) {
                users.update(named("alice", "name " + i));
                assertThat(users.find(alice.key()).orElseThrow().name()).isEqualTo("name " + i);
            }
            done.countDown();
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private static User user(String id) {
        return named(id, "");
    }

    private static User named(String id, String name) {
        return new User(key(DEMO, id), name, "", Map.of("k", "v"), true, 1_000);
    }

    private static UserKey key(AppId app, String id) {
        return new UserKey(app, new UserId(id));
    }

    private static List<String> ids(List<User> users) {
        return users.stream().map(user -> user.key().user().value()).toList();
    }
}

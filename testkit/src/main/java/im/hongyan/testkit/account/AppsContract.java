package im.hongyan.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.AppSettings.OnTooManySessions;
import im.hongyan.core.account.Apps;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every adapter of [Apps] keeps.
public abstract class AppsContract {
    private AccountStore accounts;
    private Apps apps;

    /// Makes the adapter, empty.
    protected abstract AccountStore open(Clock clock) throws Exception;

    @BeforeEach
    void openAccounts() throws Exception {
        accounts = open(Clock.systemUTC());
        apps = accounts.apps();
    }

    @AfterEach
    void closeAccounts() {
        accounts.close();
    }

    @Test
    void beginsEmpty() {
        assertThat(apps.list()).isEmpty();
        assertThat(apps.find(new AppId("demo"))).isEmpty();
    }

    @Test
    void whatWasCreatedIsFound() {
        App demo = app("demo", "Demo");
        assertThat(apps.create(demo)).isEqualTo(demo);
        assertThat(apps.find(demo.id())).contains(demo);
    }

    @Test
    void creatingTwiceKeepsTheFirst() {
        App first = app("demo", "first");
        apps.create(first);
        assertThat(apps.create(app("demo", "second"))).isEqualTo(first);
        assertThat(apps.list()).containsExactly(first);
    }

    @Test
    void updateReplacesAllButTheTimeOfCreation() {
        apps.create(app("demo", "Demo"));
        apps.create(app("other", "Other"));
        var settings = new AppSettings(1, 2, OnTooManySessions.REFUSE_NEW, Long.MAX_VALUE, false, true);
        assertThat(apps.update(new App(new AppId("demo"), "O'Neil \"鸿雁\"", false, settings, 9)))
                .isTrue();
        assertThat(apps.find(new AppId("demo")))
                .contains(new App(new AppId("demo"), "O'Neil \"鸿雁\"", false, settings, 5));
        assertThat(apps.find(new AppId("other"))).contains(app("other", "Other"));
    }

    @Test
    void whatIsMissingIsNotUpdated() {
        assertThat(apps.update(app("demo", "Demo"))).isFalse();
        assertThat(apps.list()).isEmpty();
    }

    @Test
    void listsInOrderOfId() {
        for (String id : List.of("b", "a-1", "0", "a", "a_1", "z".repeat(32))) {
            apps.create(app(id, id));
        }
        assertThat(apps.list())
                .extracting(app -> app.id().value())
                .containsExactly("0", "a", "a-1", "a_1", "b", "z".repeat(32));
    }

    @Test
    void createdByManyAtOnceTheAppIsOne() throws Exception {
        int threads = 8;
        var start = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var answers = new ArrayList<Future<App>>();
            for (int t = 0; t < threads; t++) {
                App mine = app("demo", "by " + t);
                answers.add(pool.submit(() -> {
                    start.await();
                    return apps.create(mine);
                }));
            }
            start.countDown();
            App first = answers.getFirst().get();
            for (Future<App> each : answers) {
                assertThat(each.get()).isEqualTo(first);
            }
            assertThat(apps.list()).containsExactly(first);
        }
    }

    private static App app(String id, String name) {
        return new App(new AppId(id), name, true, AppSettings.DEFAULT, 5);
    }
}

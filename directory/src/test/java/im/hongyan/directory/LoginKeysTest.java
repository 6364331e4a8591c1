package im.hongyan.directory;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginKeysTest {
    private static final AppId APP = new AppId("demo");

    @TempDir
    Path folder;

    @Test
    void aKeySurvivesARestartWithAllThatBelongsToIt() throws Exception {
        LoginKey key = key("alice", 1, 1_000, 9_000);
        try (Directory directory = open()) {
            assertThat(directory.loginKeys().add(key, 3)).isFalse();
        }
        try (Directory directory = open()) {
            LoginKey found = find(directory, 1).orElseThrow();
            assertThat(found).usingRecursiveComparison().isEqualTo(key);
            assertThat(directory.loginKeys().find(new AppId("other"), "one", key.hash()))
                    .isEmpty();
            assertThat(directory.loginKeys().find(APP, "two", key.hash())).isEmpty();
        }
    }

    @Test
    void theOldestOfAUserGiveWayAndWhatHasEndedIsForgotten() throws Exception {
        try (Directory directory = open()) {
            LoginKeys keys = directory.loginKeys();
            keys.add(key("bob", 9, 500, 2_000), 2);
            keys.add(key("alice", 1, 1_000, 9_000), 2);
            assertThat(keys.add(key("alice", 2, 1_001, 9_000), 2)).isTrue();
            assertThat(find(directory, 9)).isPresent();
            keys.add(key("alice", 3, 2_000, 9_000), 2);
            assertThat(find(directory, 1)).isEmpty();
            assertThat(find(directory, 2)).isPresent();
            assertThat(find(directory, 3)).isPresent();
            assertThat(find(directory, 9)).isEmpty();
        }
    }

    @Test
    void aRenewedKeyHasItsNewTimes() throws Exception {
        try (Directory directory = open()) {
            LoginKey key = key("alice", 1, 1_000, 9_000);
            directory.loginKeys().add(key, 2);
            LoginKey renewed = new LoginKey(key.user(), "one", key.hash(), "{}", new byte[] {5}, 1_000, 2_000, 10_000);
            assertThat(directory.loginKeys().renew(renewed)).isTrue();
            assertThat(find(directory, 1).orElseThrow().expiresAtMs()).isEqualTo(10_000);
            assertThat(directory.loginKeys().renew(key("alice", 7, 1, 2))).isFalse();
        }
    }

    private static Optional<LoginKey> find(Directory directory, int hash) {
        return directory.loginKeys().find(APP, "one", new byte[] {(byte) hash});
    }

    private static LoginKey key(String user, int hash, long createdAtMs, long expiresAtMs) {
        return new LoginKey(
                new UserKey(APP, new UserId(user)),
                "one",
                new byte[] {(byte) hash},
                "{}",
                new byte[] {5},
                createdAtMs,
                createdAtMs,
                expiresAtMs);
    }

    private Directory open() throws DirectoryUnusableException {
        return Directory.open(folder, Clock.systemUTC(), new SecureRandom());
    }
}

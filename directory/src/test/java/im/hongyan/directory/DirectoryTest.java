package im.hongyan.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.Tokens.Issued;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The directory's file: opened, closed, upgraded, hurt.
final class DirectoryTest {
    private static final AppId DEMO = new AppId("demo");
    private static final App APP = new App(DEMO, "Demo", true, AppSettings.DEFAULT, 1);

    @TempDir
    Path folder;

    @Test
    void closedAndOpenedAgainEverythingIsThere() throws Exception {
        String admin;
        String token;
        try (Directory directory = open()) {
            admin = directory.createAdminKey().orElseThrow();
            directory.apps().create(APP);
            directory.users().create(user("alice"));
            directory.users().create(user("bob"));
            directory.users().delete(user("bob").key());
            token = token(directory);
        }
        assertThat(Files.exists(folder.resolve("directory.db-wal"))).isFalse();
        try (Directory directory = open()) {
            assertThat(directory.createAdminKey()).isEmpty();
            assertThat(directory.tokens().isAdmin(admin)).isTrue();
            assertThat(directory.apps().list()).containsExactly(APP);
            assertThat(directory.users().list(DEMO, "", 10)).containsExactly(user("alice"));
            assertThat(directory.users().find(user("alice").key())).contains(user("alice"));
            assertThat(directory.tokens().verify(DEMO, token)).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void whatWasAnsweredSurvivesWithoutAClose() throws Exception {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (Directory directory = open()) {
            directory.apps().create(APP);
            IntStream.range(0, 100).forEach(i -> directory.users().create(user("u" + i)));
            // What a killed process leaves behind: the file and its write-ahead log, not folded together.
            for (String name : new String[] {"directory.db", "directory.db-wal"}) {
                Files.copy(folder.resolve(name), copy.resolve(name));
            }
        }
        try (Directory directory = Directory.open(copy, Clock.systemUTC(), new SecureRandom())) {
            assertThat(directory.apps().list()).containsExactly(APP);
            assertThat(directory.users().list(DEMO, "", 1_000)).hasSize(100);
        }
    }

    @Test
    void onlyItsOwnerMayReadTheFiles() throws Exception {
        try (Directory directory = open()) {
            directory.apps().create(APP);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void aNewerSchemaIsRefused() throws Exception {
        open().close();
        sql(
                "insert into schema_history select 1 + (select max(installed_rank) from schema_history), '99', description, type, script, checksum, installed_by, installed_on,"
                        + " execution_time, success from schema_history where installed_rank = 1");
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("schema version 99")
                .hasMessageContaining("newer Hongyan");
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws Exception {
        sql("create table contacts (id integer primary key)");
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("another program");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        Files.writeString(folder.resolve(Directory.FILE_NAME), "not a database at all\n".repeat(1_000));
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("restore it from a backup");
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        try (Directory directory = open()) {
            directory.apps().create(APP);
        }
        byte[] noise = new byte[8_192];
        Arrays.fill(noise, (byte) 0x5A);
        try (FileChannel file = FileChannel.open(folder.resolve(Directory.FILE_NAME), StandardOpenOption.WRITE)) {
            for (long at = 4_096; at < file.size(); at += noise.length) {
                file.write(ByteBuffer.wrap(noise), at);
            }
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void aFileCutShortIsRefused() throws Exception {
        try (Directory directory = open()) {
            directory.apps().create(APP);
            IntStream.range(0, 500).forEach(i -> directory.users().create(user("u" + i)));
        }
        try (FileChannel file = FileChannel.open(folder.resolve(Directory.FILE_NAME), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void aFolderThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Directory.open(file, Clock.systemUTC(), new SecureRandom()))
                .isInstanceOf(DirectoryUnusableException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aFullDiskRefusesWritesAndRecovers() throws Exception {
        try (Directory directory = open()) {
            directory.apps().create(APP);
            directory.users().create(user("alice"));
            directory.onWriter(link -> link.ask("pragma max_page_count = 1"));
            var big = new User(user("big").key(), "n", "x".repeat(20_000), Map.of(), true, 1);
            assertThatThrownBy(() -> directory.users().create(big))
                    .isInstanceOfSatisfying(AccountsUnavailableException.class, e -> assertThat(e.full())
                            .isTrue());
            assertThat(directory.users().find(big.key())).isEmpty();
            assertThat(directory.users().find(user("alice").key())).contains(user("alice"));
            directory.onWriter(link -> link.ask("pragma max_page_count = 1073741823"));
            assertThat(directory.users().create(big)).isEqualTo(big);
        }
    }

    @Test
    void oneWriteThatFailsCostsItsNeighboursNothing() throws Exception {
        try (Directory directory = open();
                var pool = Executors.newFixedThreadPool(20)) {
            directory.apps().create(APP);
            var answers = IntStream.range(0, 200)
                    .mapToObj(i -> pool.submit(() -> {
                        if (i % 10 == 0) {
                            assertThatThrownBy(() -> directory.onWriter(link -> {
                                        link.run("insert into no_such_table values (1)");
                                        return true;
                                    }))
                                    .isInstanceOf(AccountsUnavailableException.class);
                        } else {
                            directory.users().create(user("u" + i));
                        }
                    }))
                    .toList();
            for (var answer : answers) {
                answer.get();
            }
            assertThat(directory.users().list(DEMO, "", 1_000)).hasSize(180);
        }
    }

    @Test
    void closedItRefusesAndClosesTwice() throws Exception {
        Directory directory = open();
        directory.apps().create(APP);
        directory.close();
        directory.close();
        assertThatThrownBy(() -> directory.users().create(user("alice")))
                .isInstanceOf(AccountsUnavailableException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> directory.users().find(user("alice").key()))
                .isInstanceOf(AccountsUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aReplacedAdminKeyEndsTheOldOne() throws Exception {
        try (Directory directory = open()) {
            assertThat(directory.tokens().isAdmin("")).isFalse();
            String old = directory.createAdminKey().orElseThrow();
            String fresh = directory.replaceAdminKey();
            assertThat(directory.tokens().isAdmin(old)).isFalse();
            assertThat(directory.tokens().isAdmin(fresh)).isTrue();
        }
    }

    @Test
    void theNewestMigrationIsTheNewestKnown() throws Exception {
        try (Stream<Path> files =
                Files.list(Path.of(Schema.class.getResource("migration").toURI()))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("V[1-9][0-9]*__[a-z_]+\\.sql"))
                    .extracting(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, Schema.NEWEST).boxed().toList());
        }
    }

    private Directory open() throws DirectoryUnusableException {
        return Directory.open(folder, Clock.systemUTC(), new SecureRandom());
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Directory.FILE_NAME));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }

    private static String token(Directory directory) {
        return switch (directory.tokens().issue(user("alice").key(), 60_000)) {
            case Outcome.Ok<Issued>(var issued) -> issued.token();
            case Outcome.Refused<Issued>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static User user(String id) {
        return new User(new UserKey(DEMO, new UserId(id)), "name", "", Map.of(), true, 1);
    }
}

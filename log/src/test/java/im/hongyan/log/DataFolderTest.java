package im.hongyan.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.log.DataFolderException.Reason;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void aFolderThatIsNotThereIsMadeAndTakenAgainLater() throws Exception {
        Path path = temp.resolve("new/data");
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.log()).isEqualTo(path.resolve("log"));
            assertThat(folder.directory()).isEqualTo(path.resolve("directory"));
        }
        Files.createDirectory(path.resolve("log"));
        DataFolder.open(path).close();
        assertThat(path.resolve(DataFolder.MARKER)).content().contains("\"format\": 1");
    }

    @Test
    void anEmptyMountedDiskIsTaken() throws Exception {
        Files.createDirectory(temp.resolve("lost+found"));
        DataFolder.open(temp).close();
        assertThat(temp.resolve(DataFolder.MARKER)).exists();
    }

    @Test
    void aStartThatDiedBeforeItsMarkerIsRepeated() throws Exception {
        Files.createFile(temp.resolve(DataFolder.LOCK));
        Files.writeString(temp.resolve("hongyan.json.new"), "{\"pro");
        DataFolder.open(temp).close();
        assertThat(temp.resolve(DataFolder.MARKER)).exists();
    }

    @Test
    void aFolderOfSomeoneElseIsRefusedAndLeftAsItWas() throws Exception {
        Files.writeString(temp.resolve("thesis.tex"), "precious");
        assertThat(refusal(temp)).returns(Reason.NOT_OURS, DataFolderException::reason);
        assertThat(refusal(temp)).hasMessageContaining("thesis.tex").hasMessageContaining("not a data folder");
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).containsExactly(temp.resolve("thesis.tex"));
        }
    }

    @Test
    void aFileIsRefused() throws Exception {
        Path file = Files.createFile(temp.resolve("data"));
        assertThat(refusal(file)).returns(Reason.NOT_ACCESSIBLE, DataFolderException::reason);
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        Files.writeString(temp.resolve(DataFolder.MARKER), "{\"product\": \"hongyan\", \"format\": 2}");
        assertThat(refusal(temp))
                .returns(Reason.NEWER, DataFolderException::reason)
                .hasMessageContaining("format 2")
                .hasMessageContaining("newer server");
    }

    @Test
    void aDamagedMarkerIsRefused() throws Exception {
        for (String content : List.of("", "{}", "{\"format\": \"1\"}", "{\"format\": 0}", "x".repeat(10_000))) {
            Files.writeString(temp.resolve(DataFolder.MARKER), content);
            assertThat(refusal(temp)).returns(Reason.DAMAGED, DataFolderException::reason);
        }
    }

    @Test
    void aSecondUseInTheSameProcessIsRefusedUntilTheFirstEnds() throws Exception {
        try (DataFolder _ = DataFolder.open(temp)) {
            assertThat(refusal(temp)).returns(Reason.IN_USE, DataFolderException::reason);
        }
        DataFolder.open(temp).close();
    }

    @Test
    void aSecondProcessIsRefusedAndToldWhoHoldsIt() throws Exception {
        Process holder = Jvm.start(HoldsFolder.class, temp.toString());
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThat(refusal(temp))
                    .returns(Reason.IN_USE, DataFolderException::reason)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        DataFolder.open(temp).close();
    }

    private static DataFolderException refusal(Path path) {
        return catchThrowableOfType(DataFolderException.class, () -> DataFolder.open(path));
    }

    /// Takes a folder and waits to be killed.
    static final class HoldsFolder {
        private HoldsFolder() {}

        public static void main(String[] arguments) throws Exception {
            try (DataFolder _ = DataFolder.open(Path.of(arguments[0]))) {
                Jvm.say("held\n");
                System.in.read();
            }
        }
    }
}

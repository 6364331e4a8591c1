package im.hongyan.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HouseRulesTest {

    private static final Path HOUSE = house();
    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "node_modules", "third_party", "results", ".idea", ".vscode", "data");
    private static final Set<String> ENDINGS = Set.of(
            "java",
            "js",
            "mjs",
            "ts",
            "css",
            "html",
            "wxml",
            "wxss",
            "wxs",
            "sh",
            "md",
            "xml",
            "sql",
            "json",
            "yml",
            "yaml",
            "properties",
            "scenario",
            "txt");
    private static final HouseRules STRICT = new HouseRules(Set.of());

    @Test
    void everyFileKeepsTheHouseRules() {
        HouseRules rules = new HouseRules(
                longFiles().stream().map(line -> line.split("\\s", 2)[0]).collect(Collectors.toSet()));
        List<String> complaints = new ArrayList<>();
        List<Path> files = files();
        for (Path file : files) {
            complaints.addAll(rules.complaints(HOUSE.relativize(file), read(file)));
        }
        assertThat(files).hasSizeGreaterThan(20);
        assertThat(complaints).isEmpty();
    }

    @Test
    void theListOfLongFilesIsTrue() {
        for (String line : longFiles()) {
            String[] pathAndReason = line.split("\\s+", 2);
            assertThat(pathAndReason).as("a reason for %s", line).hasSize(2);
            assertThat(read(HOUSE.resolve(pathAndReason[0])).lines().count())
                    .as("%s is long, or leave it off the list", pathAndReason[0])
                    .isGreaterThan(HouseRules.FILE_LINES_MAX);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    core/src/main/java/im/hongyan/core/util/A.java | class A {}
                    core/src/main/java/im/hongyan/core/A.java      | System.@out.println();
                    core/src/main/java/im/hongyan/core/A.java      | e.print@StackTrace();
                    log/src/test/java/im/hongyan/log/ATest.java    | Thread.@sleep(5);
                    docs/wire/native.md                            | T@ODO: describe
                    scripts/build.sh                               | cd /w@ork/main
                    server/src/main/resources/a.properties         | data=/t@mp/data
                    sdk/package.json                               | https://registry.npm@js.org/x
                    """)
    void everyRuleCanBeBroken(String path, String text) {
        // The @ keeps these lines from being complaints about this very file.
        assertThat(STRICT.complaints(Path.of(path), text.replace("@", ""))).hasSize(1);
    }

    @Test
    void aLongFileIsAComplaintUnlessListed() {
        String text = "\n".repeat(HouseRules.FILE_LINES_MAX + 1);
        Path path = Path.of("core/src/main/java/im/hongyan/core/A.java");
        assertThat(STRICT.complaints(path, text)).hasSize(1);
        assertThat(new HouseRules(Set.of(path.toString())).complaints(path, text))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    server/src/main/java/im/hongyan/server/Main.java | System.@out.println();
                    docs/operating/files.md                          | POST http://host/work/1
                    core/src/main/java/im/hongyan/core/A.java        | "files/tmp/x"
                    core/src/main/java/im/hongyan/core/A.java        | Thread.ofVirtual();
                    """)
    void theInnocentAreLeftAlone(String path, String text) {
        assertThat(STRICT.complaints(Path.of(path), text.replace("@", ""))).isEmpty();
    }

    private static List<String> longFiles() {
        return read(HOUSE.resolve("arch/long-files.txt"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(HOUSE, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(folder.getFileName())) && !folder.equals(HOUSE)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = String.valueOf(file.getFileName());
                    if (ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) || name.equals("hongyan")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new AssertionError(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder with the launcher, from wherever the test is run.
    private static Path house() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("hongyan")) || !Files.exists(folder.resolve("pom.xml"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no folder with the launcher above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}

package im.hongyan.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every scenario is understood, whether or not a server is at hand.
final class ScenarioFilesTest {
    @TestFactory
    Stream<DynamicTest> everyLineIsUnderstood() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String dialect : ScenariosCommand.dialects()) {
            files.addAll(ScenariosCommand.files(ScenariosCommand.folder(dialect)));
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    for (Scenario.Line line : Scenario.read(file).lines()) {
                        assertThat(Phrasebook.understand(line)).isNotNull();
                    }
                }));
    }

    @Test
    void everyKnownGapIsAScenario() throws IOException {
        for (String dialect : ScenariosCommand.dialects()) {
            Path folder = ScenariosCommand.folder(dialect);
            List<String> names = ScenariosCommand.files(folder).stream()
                    .map(file -> file.getFileName().toString().replace(".scenario", ""))
                    .toList();
            assertThat(names)
                    .containsAll(KnownGaps.read(folder.resolveSibling(dialect + ".known-gaps"))
                            .reasons()
                            .keySet());
        }
    }

    @Test
    void nonsenseIsNotUnderstood() {
        assertThatThrownBy(() -> Phrasebook.understand(new Scenario.Line(3, "alice dances", "")))
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> Phrasebook.understand(new Scenario.Line(3, "alice asks ping", "maybe")))
                .hasMessageContaining("braces");
        assertThatThrownBy(() -> Scenario.parse("x", "cast: alice\nalice connects\n"))
                .hasMessageContaining("why");
    }
}

package im.hongyan.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The house as it is keeps every rule, and the house under `broken` breaks every one.
class LayerTest {

    private static final String ROOT = "im.hongyan";
    private static final String BROKEN_ROOT = "im.hongyan.arch.broken";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses BROKEN_HOUSE = new ClassFileImporter().importPackages(BROKEN_ROOT);

    @TestFactory
    Stream<DynamicTest> theHouseKeepsEveryRule() {
        return new LayerRules(ROOT)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(HOUSE)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCanBeBroken() {
        return new LayerRules(BROKEN_ROOT)
                .all().entrySet().stream().map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> seenBroken(rule)));
    }

    private static void seenBroken(Map.Entry<String, ArchRule> rule) {
        EvaluationResult result = rule.getValue().evaluate(BROKEN_HOUSE);
        assertThat(result.hasViolation()).as(rule.getKey()).isTrue();
    }

    @Test
    void theWholeHouseIsLookedAt() {
        assertThat(HOUSE.stream().map(type -> type.getPackageName().split("\\.")[2]))
                .contains(
                        "core",
                        "dialect",
                        "dialects",
                        "gateway",
                        "http",
                        "log",
                        "directory",
                        "media",
                        "wechat",
                        "server",
                        "testkit");
    }
}

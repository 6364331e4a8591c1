package im.hongyan.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The arrows of the house. The root package is an argument, so that the same rules can be shown a house that
/// breaks them.
record LayerRules(String root) {

    /// Our own layers, and the outside packages each may use. A library that is not in a layer's row is forbidden
    /// there, so Netty, JDBC, RocksDB and Vert.x stay in the module that was made for them.
    private static final List<Layer> LAYERS = List.of(
            new Layer("core", ours(), outside()),
            new Layer("dialect", ours("core"), outside("com.fasterxml.jackson.core..")),
            new Layer("gateway", ours("core", "dialect"), outside("io.netty..", "org.jctools..", "org.slf4j..")),
            new Layer(
                    "http",
                    ours("core", "dialect", "gateway"),
                    outside(
                            "io.netty..",
                            "io.vertx..",
                            "com.fasterxml.jackson.core..",
                            "org.commonmark..",
                            "org.slf4j..")),
            new Layer("log", ours("core"), outside("org.rocksdb..", "org.jctools..", "org.slf4j..")),
            new Layer(
                    "directory",
                    ours("core"),
                    outside(
                            "java.sql..",
                            "javax.sql..",
                            "org.sqlite..",
                            "com.zaxxer.hikari..",
                            "org.flywaydb..",
                            "com.nimbusds..",
                            "com.github.benmanes.caffeine..",
                            "com.fasterxml.jackson.core..",
                            "org.slf4j..")),
            new Layer("media", ours("core"), outside()),
            new Layer("wechat", ours("core", "dialect"), outside()),
            new Layer(
                    "testkit",
                    ours("core", "dialect"),
                    outside("org.junit..", "org.assertj..", "net.jqwik..", "org.opentest4j..", "org.apiguardian..")));

    /// The floors that may use any library. What they may use of ours is still listed: nobody uses the server.
    private static final List<Layer> PROGRAMS = List.of(
            new Layer(
                    "server",
                    ours("core", "dialect", "dialects", "gateway", "http", "log", "directory", "media", "wechat"),
                    outside()),
            new Layer("conformance", ours("core", "dialect", "dialects", "testkit"), outside()),
            new Layer("bench", ours("core", "dialect", "dialects", "testkit", "log"), outside()));

    private static final Set<String> VENDORS =
            Set.of("easemob", "huanxin", "tim", "zim", "zego", "wafer", "mobileimsdk", "wechat", "weixin", "tencent");

    record Layer(String name, List<String> ours, List<String> outside) {}

    private static List<String> ours(String... names) {
        return List.of(names);
    }

    private static List<String> outside(String... packages) {
        return List.of(packages);
    }

    /// Every rule, by a name that says what it forbids.
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (Layer layer : LAYERS) {
            rules.put(layer.name() + " uses only its own row", onlyItsRow(layer));
        }
        for (Layer layer : PROGRAMS) {
            rules.put(layer.name() + " uses only its floors", onlyItsFloors(layer));
        }
        rules.put("a dialect sees no other dialect, no socket and no store", dialectsAreGuests());
        rules.put("features of the core form no cycle", cycles("core"));
        rules.put("features of the server form no cycle", cycles("server"));
        rules.put("the core names no vendor", noVendorInCore());
        rules.put("static fields are final", staticFieldsAreFinal());
        rules.put("packages are null-marked", packagesAreNullMarked());
        rules.put("every layer has a row", everyLayerHasARow());
        return rules;
    }

    private ArchRule onlyItsRow(Layer layer) {
        String[] allowed = Stream.of(
                        Stream.of(
                                inside(layer.name()),
                                "java.lang..",
                                "java.io..",
                                "java.math..",
                                "java.net..",
                                "java.nio.."),
                        Stream.of(
                                "java.security..",
                                "java.text..",
                                "java.time..",
                                "java.util..",
                                "javax.crypto..",
                                "javax.net.."),
                        Stream.of("org.jspecify.annotations.."),
                        layer.ours().stream().map(this::inside),
                        layer.outside().stream())
                .flatMap(s -> s)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(inside(layer.name()))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(withPrimitives(allowed))
                .allowEmptyShould(true);
    }

    private ArchRule onlyItsFloors(Layer layer) {
        String[] allowed = Stream.concat(Stream.of(layer.name()), layer.ours().stream())
                .map(this::inside)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(inside(layer.name()))
                .should(onlyUseOfOurs(allowed))
                .allowEmptyShould(true);
    }

    private ArchCondition<JavaClass> onlyUseOfOurs(String[] allowed) {
        return new ArchCondition<>("use of ours only " + Arrays.toString(allowed)) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().stream()
                        .filter(arrow -> resideInAPackage(root + "..").test(arrow.getTargetClass()))
                        .filter(arrow -> Arrays.stream(allowed)
                                .noneMatch(pattern -> resideInAPackage(pattern).test(arrow.getTargetClass())))
                        .forEach(arrow -> events.add(SimpleConditionEvent.violated(from, arrow.getDescription())));
            }
        };
    }

    /// Dialects share a parent package, so each is held apart by its own name.
    private ArchRule dialectsAreGuests() {
        return classes()
                .that()
                .resideInAPackage(inside("dialects"))
                .should(new ArchCondition<>("use only itself, dialect and core") {
                    @Override
                    public void check(JavaClass from, ConditionEvents events) {
                        String self = root + ".dialects." + dialectOf(from);
                        String[] allowed = {
                            self,
                            self + "..",
                            inside("dialect"),
                            inside("core"),
                            "java.lang..",
                            "java.math..",
                            "java.nio..",
                            "java.security..",
                            "java.text..",
                            "java.time..",
                            "java.util..",
                            "java.io..",
                            "javax.crypto..",
                            "com.fasterxml.jackson.core..",
                            "org.jspecify.annotations..",
                            "java.net",
                            ""
                        };
                        from.getDirectDependenciesFromSelf().stream()
                                .filter(arrow -> Arrays.stream(allowed).noneMatch(pattern -> resideInAPackage(pattern)
                                        .test(arrow.getTargetClass().getBaseComponentType())))
                                .forEach(arrow ->
                                        events.add(SimpleConditionEvent.violated(from, arrow.getDescription())));
                    }
                })
                .allowEmptyShould(true);
    }

    private String dialectOf(JavaClass type) {
        String rest = type.getPackageName().substring((root + ".dialects").length());
        return rest.isEmpty() ? "?" : rest.substring(1).split("\\.")[0];
    }

    private ArchRule cycles(String layer) {
        SliceRule rule =
                slices().matching(root + "." + layer + ".(*)..").should().beFreeOfCycles();
        return rule.allowEmptyShould(true);
    }

    private ArchRule noVendorInCore() {
        return classes()
                .that()
                .resideInAPackage(inside("core"))
                .should(new ArchCondition<>("name no vendor") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String name = type.getName().substring(root.length());
                        words(name)
                                .filter(VENDORS::contains)
                                .forEach(word -> events.add(
                                        SimpleConditionEvent.violated(type, type.getName() + " names " + word)));
                    }
                })
                .allowEmptyShould(true);
    }

    /// `core.session.TimTimer` is the words core, session, tim, timer.
    private static Stream<String> words(String name) {
        return Arrays.stream(name.split("[.$_]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> word.toLowerCase(Locale.ROOT));
    }

    private ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areDeclaredInClassesThat()
                // JMH writes classes with padding fields.
                .resideOutsideOfPackage("..jmh_generated..")
                .should()
                .beFinal()
                .allowEmptyShould(true);
    }

    private ArchRule packagesAreNullMarked() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage("..jmh_generated..")
                .should(new ArchCondition<>("live in a null-marked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + ": its package is not @NullMarked"));
                        }
                    }
                })
                .allowEmptyShould(true);
    }

    private ArchRule everyLayerHasARow() {
        Set<String> known = Stream.of(
                        LAYERS.stream().map(Layer::name),
                        PROGRAMS.stream().map(Layer::name),
                        Stream.of("dialects", "arch"))
                .flatMap(s -> s)
                .collect(Collectors.toSet());
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ArchCondition<>("belong to a layer with a row") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String rest = type.getPackageName().substring(root.length());
                        String layer = rest.isEmpty() ? "" : rest.substring(1).split("\\.")[0];
                        if (!known.contains(layer)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + ": no row for '" + layer + "'"));
                        }
                    }
                })
                .allowEmptyShould(true);
    }

    private String inside(String layer) {
        return root + "." + layer + "..";
    }

    /// A primitive has no package; arrays are judged by what they hold.
    private static String[] withPrimitives(String[] packages) {
        String[] all = Arrays.copyOf(packages, packages.length + 1);
        all[packages.length] = "";
        return all;
    }
}

package im.hongyan.conformance.scenario;

import java.time.Duration;

/// How a scenario went.
public sealed interface Verdict {
    String scenario();

    record Passed(String scenario, Duration took) implements Verdict {}

    /// It failed, and the list of known gaps says why.
    record Gap(String scenario, String reason) implements Verdict {}

    /// @param why the line, what was expected and what came, and what the actors heard last
    record Failed(String scenario, String why) implements Verdict {}
}

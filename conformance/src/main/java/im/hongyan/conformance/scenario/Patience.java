package im.hongyan.conformance.scenario;

import java.time.Duration;

/// How long a playing waits.
///
/// @param deadline for anything that must happen; generous, since a loaded machine is no failure
/// @param quiet for anything that must not happen
public record Patience(Duration deadline, Duration quiet) {
    public static final Patience USUAL = new Patience(Duration.ofSeconds(15), Duration.ofMillis(300));
}

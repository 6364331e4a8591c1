package im.hongyan.conformance.scenario;

/// What a scenario expected did not happen.
public final class ScenarioFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public ScenarioFailure(String message) {
        super(message);
    }

    public ScenarioFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

package im.hongyan.conformance.crash;

/// A rule that did not hold, and where.
record Violation(Rule rule, String detail) {
    @Override
    public String toString() {
        return rule + " (" + rule.sentence() + "): " + detail;
    }
}

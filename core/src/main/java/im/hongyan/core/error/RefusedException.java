package im.hongyan.core.error;

/// A refusal that must travel out of a constructor or a parser. Checked, and without a stack: it is an answer, not
/// a fault.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.sentence(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}

package im.hongyan.dialects.mobileimsdk;

import java.util.TreeSet;

/// How far one conversation has come at one client: a number up to which everything was handled, and those below it
/// that still count as undelivered, because they are on their way, were sent in vain, or are too large for the
/// client's transport. The delivered mark can never pass the first of them.
final class Track {
    private long handled;
    private final TreeSet<Long> open;
    /// Beyond this number it was not remembered what is still open.
    private long knownUpTo = Long.MAX_VALUE;

    Track(long handled) {
        this.handled = handled;
        this.open = new TreeSet<>();
    }

    private Track(Track other, long handled) {
        this.handled = handled;
        this.open = new TreeSet<>(other.open.headSet(handled, true));
    }

    /// Everything up to here was looked at.
    long handled() {
        return handled;
    }

    /// The entry needs nothing more: it is for nobody here.
    void pass(long number) {
        handled = Math.max(handled, number);
    }

    /// The entry is undelivered from now on.
    ///
    /// @param max beyond how many it is not remembered
    void open(long number, int max) {
        pass(number);
        if (open.size() < max) {
            open.add(number);
        } else if (!open.contains(number)) {
            knownUpTo = Math.min(knownUpTo, number - 1);
        }
    }

    void delivered(long number) {
        open.remove(number);
    }

    boolean isOpen(long number) {
        return open.contains(number);
    }

    Iterable<Long> openNumbers() {
        return open;
    }

    int openCount() {
        return open.size();
    }

    /// Everything up to here has arrived.
    long mark() {
        long upTo = Math.min(handled, knownUpTo);
        return open.isEmpty() ? upTo : Math.min(upTo, open.first() - 1);
    }

    /// Whether there is nothing to remember but the mark.
    boolean isDone() {
        return open.isEmpty() && knownUpTo == Long.MAX_VALUE;
    }

    /// What the next session of the user needs to know.
    Track remembered() {
        return new Track(this, Math.min(handled, knownUpTo));
    }
}

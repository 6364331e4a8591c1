package im.hongyan.arch.broken.cellar;

/// In a layer nobody has drawn, with state that all threads share.
public final class Counter {
    static int count;

    private Counter() {}

    static int next() {
        count = count + 1;
        return count;
    }
}

package im.hongyan.bench.wire;

/// One array that all connections of an event loop read into, one after the other.
public final class Scratch {
    private byte[] bytes = new byte[256 << 10];

    byte[] atLeast(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        return bytes;
    }
}

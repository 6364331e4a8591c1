package im.hongyan.dialect;

/// A frame to a client. The bytes are shared between connections: never change them.
public final class OutFrame {
    private final byte[] bytes;
    private final int length;
    private final boolean text;

    private OutFrame(byte[] bytes, int length, boolean text) {
        this.bytes = bytes;
        this.length = length;
        this.text = text;
    }

    /// A frame of UTF-8 text: the first `length` bytes of the array.
    public static OutFrame text(byte[] bytes, int length) {
        return new OutFrame(bytes, length, true);
    }

    /// A frame of bytes: the first `length` bytes of the array.
    public static OutFrame binary(byte[] bytes, int length) {
        return new OutFrame(bytes, length, false);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public boolean isText() {
        return text;
    }
}

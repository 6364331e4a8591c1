package im.hongyan.dialects.hongyan;

/// What must hold for any bytes.
final class Fuzzed {
    private Fuzzed() {}

    /// Decoding gives a request or a refusal; the id echoed is one that a request may have; what is kept of the
    /// frame is within the frame's size; and the same bytes give the same answer.
    static void check(NativeCodec codec, byte[] bytes, int offset, int length) {
        Inbound first = codec.decode(bytes, offset, length);
        switch (first) {
            case Inbound.Unreadable(var id, var refusal) -> {
                require(id >= 0 && id < 1L << 53, "an id out of bounds");
                require(!refusal.sentence().isEmpty(), "a refusal without words");
            }
            case Request request -> {
                require(request.id() >= 0 && request.id() < 1L << 53, "an id out of bounds");
                if (request instanceof Request.Send send) {
                    int kept = send.content().length()
                            + (send.ext() == null ? 0 : send.ext().length());
                    require(kept < length, "more kept than came");
                }
            }
        }
        require(first.equals(codec.decode(bytes, offset, length)), "another answer the second time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;

/// Packets of a tunnel: `type`, or `type:content` split at the first colon. Pure.
final class WaferCodec {
    static final OutFrame PONG = frame("pong");
    static final OutFrame CLOSE = frame("close");

    private static final String MESSAGE = "message";

    private WaferCodec() {}

    /// What a client says.
    sealed interface Packet {
        record Ping() implements Packet {}

        /// A message for the business.
        ///
        /// @param raw what stands behind the colon; whether it is JSON is the business's matter
        record Message(String raw) implements Packet {}

        /// The client ends the tunnel, or has understood that we do.
        record Close() implements Packet {}

        /// A newer client's, or junk: passed over.
        record Unknown() implements Packet {}
    }

    /// Reads a text frame; never fails.
    static Packet decode(byte[] bytes, int offset, int length) {
        int colon = offset;
        int end = offset + length;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        String type = new String(bytes, offset, colon - offset, StandardCharsets.UTF_8);
        return switch (type) {
            case "ping" -> new Packet.Ping();
            case "close" -> new Packet.Close();
            case MESSAGE -> {
                int from = Math.min(colon + 1, end);
                yield new Packet.Message(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            }
            default -> new Packet.Unknown();
        };
    }

    /// A packet with a message.
    ///
    /// @param content a JSON object: the clients trip over anything else
    static OutFrame message(String content) {
        return packet(MESSAGE, content);
    }

    static OutFrame packet(String type, String content) {
        return frame(content.isEmpty() ? type : type + ":" + content);
    }

    /// Tells a client how often to ping, in seconds.
    static OutFrame timeout(long ms) {
        return frame("timeout:" + (ms % 1_000 == 0 ? Long.toString(ms / 1_000) : Double.toString(ms / 1_000.0)));
    }

    private static OutFrame frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return OutFrame.text(bytes, bytes.length);
    }
}

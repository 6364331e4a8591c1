package im.hongyan.dialects.mobileimsdk;

import im.hongyan.dialect.Endpoint;
import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;

final class Fuzzed {
    private Fuzzed() {}

    /// Decoding gives a packet or none, and the same a second time; what is written of it is read back as the same.
    static void check(MobileImCodec codec, MobileImWriter writer, byte[] bytes, int offset, int length) {
        Packet packet = codec.decode(bytes, offset, length);
        Packet again = codec.decode(bytes, offset, length);
        if (packet == null) {
            require(again == null, "another answer the second time");
            return;
        }
        require(packet.equals(again), "another answer the second time");
        OutFrame frame = writer.packet(packet);
        require(packet.equals(codec.decode(frame.bytes(), 0, frame.length())), "written, it is another packet");
        codec.login(packet.dataContent());
    }

    /// A stranger's bytes, then a user's: no exception, and to a stranger's datagram never a large answer.
    static void session(Endpoint endpoint, byte[] bytes) {
        try (World world = new World(true)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            RecordingConnection stranger = world.connect(endpoint);
            stranger.say(text);
            int most = endpoint instanceof Endpoint.Udp ? 4 * text.length() + 400 : Integer.MAX_VALUE;
            stranger.drain().forEach(packet -> require(packet.toString().length() <= most, "a large answer"));
            RecordingConnection user = world.login(endpoint, "alice");
            user.say(text);
            world.everybodyTold();
            user.drain();
            world.pass(1_000, user, stranger);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

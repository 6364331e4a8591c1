package im.hongyan.dialects.mobileimsdk;

import im.hongyan.dialect.OutFrame;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Packets to bytes, in the original's order of fields and without those that are null. Not thread-safe: it reuses
/// its scratch space.
final class MobileImWriter {
    private static final byte[] BRIDGE = key("{\"bridge\":");
    private static final byte[] TYPE = key(",\"type\":");
    private static final byte[] DATA_CONTENT = key(",\"dataContent\":");
    private static final byte[] FROM = key(",\"from\":");
    private static final byte[] TO = key(",\"to\":");
    private static final byte[] FP = key(",\"fp\":");
    private static final byte[] QOS = key(",\"QoS\":");
    private static final byte[] TYPEU = key(",\"typeu\":");
    private static final byte[] SM = key(",\"sm\":");

    private static final byte[] CODE = key("{\"code\":");
    private static final byte[] FIRST_LOGIN_TIME = key(",\"firstLoginTime\":");
    private static final byte[] REASON = key(",\"reason\":");
    private static final byte[] ERROR_CODE = key("{\"errorCode\":");
    private static final byte[] ERROR_MSG = key(",\"errorMsg\":");

    private static final int NOT_LOGGED_IN = 301;
    private static final String NOTHING = "{}";

    private final GsonOut out = new GsonOut();
    private final GsonOut inner = new GsonOut();
    private final @Nullable InstantSource stamp;

    /// @param stamp stamps `sm` of the server's own packets; null = they say -1
    MobileImWriter(@Nullable InstantSource stamp) {
        this.stamp = stamp;
    }

    OutFrame packet(Packet packet) {
        return frame(bytes(packet));
    }

    private byte[] bytes(Packet packet) {
        out.clear().raw(BRIDGE).bool(packet.bridge()).raw(TYPE).number(packet.type());
        out.field(DATA_CONTENT, packet.dataContent()).field(FROM, packet.from());
        out.field(TO, packet.to()).field(FP, packet.fp());
        out.raw(QOS).bool(packet.qos()).raw(TYPEU).number(packet.typeu());
        return out.raw(SM).number(packet.sm()).raw('}').toBytes();
    }

    OutFrame loggedIn(String userId, long firstLoginTime) {
        return own(Packet.LOGIN_RESPONSE, loginResponse(0, firstLoginTime), userId);
    }

    OutFrame loginRefused(int code) {
        return own(Packet.LOGIN_RESPONSE, loginResponse(code, -1), Packet.NOBODY);
    }

    private String loginResponse(int code, long firstLoginTime) {
        inner.clear().raw(CODE).number(code).raw(FIRST_LOGIN_TIME).number(firstLoginTime);
        return text(inner.raw('}'));
    }

    OutFrame alive(String userId) {
        return own(Packet.KEEP_ALIVE_RESPONSE, NOTHING, userId);
    }

    OutFrame kickout(String userId, int code, @Nullable String reason) {
        inner.clear().raw(CODE).number(code).field(REASON, reason);
        return own(Packet.KICKOUT, text(inner.raw('}')), userId);
    }

    /// Says to a sender that its packet has arrived (or is kept) for its receiver.
    ///
    /// @param receiver as the sender wrote it
    OutFrame received(String fp, String receiver, String sender) {
        return packet(new Packet(false, Packet.RECEIVED, fp, receiver, sender, null, false, Packet.UNSET, sm()));
    }

    /// The client must log in first.
    ///
    /// @param bytesMax how large the answer may be: the offending packet, which it quotes, is cut; null if even
    ///     without it the answer is too large
    @Nullable
    OutFrame notLoggedIn(Packet offending, int bytesMax) {
        String quoted = new String(bytes(offending), StandardCharsets.UTF_8);
        while (true) {
            inner.clear().raw(ERROR_CODE).number(NOT_LOGGED_IN).raw(ERROR_MSG).string(quoted);
            OutFrame frame = own(Packet.ERROR_RESPONSE, text(inner.raw('}')), Packet.NOBODY);
            if (frame.length() <= bytesMax) {
                return frame;
            }
            if (quoted.isEmpty()) {
                return null;
            }
            quoted = quoted.substring(0, quoted.length() / 2);
        }
    }

    private OutFrame own(int type, String dataContent, String to) {
        return packet(new Packet(false, type, dataContent, Packet.SERVER, to, null, false, Packet.UNSET, sm()));
    }

    private long sm() {
        InstantSource clock = stamp;
        return clock == null ? Packet.UNSET : clock.millis();
    }

    private static String text(GsonOut json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] key(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private static OutFrame frame(byte[] bytes) {
        return OutFrame.text(bytes, bytes.length);
    }
}

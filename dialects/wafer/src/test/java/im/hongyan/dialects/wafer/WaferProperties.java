package im.hongyan.dialects.wafer;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.dialect.OutFrame;
import im.hongyan.dialects.wafer.business.Signature;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WaferProperties {
    private static WaferCodec.Packet decode(OutFrame frame) {
        return WaferCodec.decode(frame.bytes(), 0, frame.length());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(40).map(WaferProperties::whole);
    }

    /// UTF-8 knows no half of a pair.
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Property
    void aMessageComesOutAsItWentIn(@ForAll("texts") String type, @ForAll("texts") String text) {
        String content = TunnelMessage.write(text, null);
        String raw = TunnelMessage.write(type, content);
        assertThat(decode(WaferCodec.message(raw))).isEqualTo(new WaferCodec.Packet.Message(raw));
        assertThat(TunnelMessage.parse(raw)).isEqualTo(new TunnelMessage(type, content, raw));
        assertThat(TunnelMessage.parse(TunnelMessage.write(type, null)).content())
                .isNull();
    }

    @Property
    void anyTextIsAPacket(@ForAll("texts") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        String type = colon < 0 ? text : text.substring(0, colon);
        WaferCodec.Packet packet = WaferCodec.decode(bytes, 0, bytes.length);
        assertThat(packet instanceof WaferCodec.Packet.Unknown)
                .isEqualTo(!type.equals("ping") && !type.equals("close") && !type.equals("message"));
    }

    @Property
    void whatIsNoMessageIsHandedOnRaw(@ForAll("texts") String text) {
        TunnelMessage message = TunnelMessage.parse(text);
        assertThat(message.raw()).isEqualTo(text);
        assertThat(message.type().equals(TunnelMessage.UNKNOWN_RAW) || text.contains("type"))
                .isTrue();
    }

    @Property
    void aProfileComesOutAsItWentIn(
            @ForAll("texts") String a,
            @ForAll("texts") String b,
            @ForAll("texts") String c,
            @ForAll @IntRange(max = 9) int gender) {
        UserInfo user = new UserInfo(a, b, c, gender, a, b, c, a);
        assertThat(UserInfo.read(user.json(), "")).contains(user);
        assertThat(UserInfo.read(user.json(), "me").map(UserInfo::openId)).contains("me");
    }

    @Property
    void anyTextIsAProfileOrNone(@ForAll("texts") String text) {
        Optional<UserInfo> read = UserInfo.read(text, "me");
        assertThat(read.isPresent()).isEqualTo(text.strip().equals("{}"));
    }

    @Property(tries = 200)
    void onlyTheClientsKeyOpensWhatWasSealed(@ForAll("texts") String secret, @ForAll("texts") String skey) {
        byte[] sealed = SealedKey.seal(secret, skey, new SecureRandom());
        assertThat(SealedKey.open(sealed, skey)).contains(secret);
        assertThat(SealedKey.open(sealed, skey + "x")).isEmpty();
        sealed[sealed.length / 2] ^= 1;
        assertThat(SealedKey.open(sealed, skey)).isEmpty();
    }

    @Property(tries = 200)
    void aSignatureIsForOneTextAndOneKey(@ForAll("texts") String data, @ForAll("texts") String key) {
        String signature = Signature.of(data, key);
        assertThat(Signature.matches(data, key, signature)).isTrue();
        assertThat(Signature.matches(data + " ", key, signature)).isFalse();
        assertThat(Signature.matches(data, key + "x", signature)).isFalse();
        assertThat(Signature.matches(data, key, signature.toUpperCase(java.util.Locale.ROOT) + "x"))
                .isFalse();
    }
}

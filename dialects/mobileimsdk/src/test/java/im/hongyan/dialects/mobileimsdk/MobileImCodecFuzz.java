package im.hongyan.dialects.mobileimsdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import im.hongyan.core.limit.Limits;

class MobileImCodecFuzz {
    private final MobileImCodec codec = new MobileImCodec(Limits.DEFAULT.jsonDepthMax());
    private final MobileImWriter writer = new MobileImWriter(null);

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAPacketOrNone(byte[] bytes) {
        Fuzzed.check(codec, writer, bytes, 0, bytes.length);
    }

    @FuzzTest(maxDuration = "60s")
    void aSessionTakesAnyBytes(byte[] bytes) {
        for (var endpoint : new im.hongyan.dialect.Endpoint[] {World.TCP, World.UDP, World.WEBSOCKET}) {
            Fuzzed.session(endpoint, bytes);
        }
    }
}

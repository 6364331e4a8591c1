package im.hongyan.dialects.wafer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialects.wafer.business.Poster;
import im.hongyan.dialects.wafer.business.RemoteTunnels;
import im.hongyan.dialects.wafer.business.Signature;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import java.nio.charset.StandardCharsets;

class WaferFuzz {
    @FuzzTest(maxDuration = "60s")
    void anyFrameIsBorne(byte[] bytes) {
        try (World world = new World()) {
            Phone phone = world.tunnel();
            phone.say(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyBodyIsAnswered(byte[] bytes) {
        try (World world = new World()) {
            String data = new String(bytes, StandardCharsets.UTF_8);
            for (String path : new String[] {"/mina_auth/", "/get/wsurl", "/ws/push"}) {
                assertThat(world.ask("POST", path, bytes).status()).isEqualTo(200);
                JsonOut signed = new JsonOut();
                signed.raw('{').string("data").raw(':').string(data);
                signed.raw(',').string("tcId").raw(':').string(World.SHOP.tcId());
                signed.raw(',').string("signature").raw(':').string(Signature.of(data, "test key"));
                assertThat(world.ask("POST", path, signed.raw('}').toBytes()).status())
                        .isEqualTo(200);
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyCallbackIsAnswered(byte[] bytes) {
        RemoteTunnels tunnels = new RemoteTunnels(
                "http://hongyan", "shop.example", "test key", (_, _, _) -> new Poster.Answer(200, bytes), 1);
        TunnelHandler nobody = new TunnelHandler() {};
        assertThat(tunnels.receive(bytes, nobody)).isNotEmpty();
        String data = new String(bytes, StandardCharsets.UTF_8);
        assertThat(tunnels.receive(WaferWriter.callback(data, Signature.of(data, "test key")), nobody))
                .isNotEmpty();
        assertThat(Callbacks.isZero(bytes)).isIn(true, false);
    }
}

package im.hongyan.dialects.wafer;

import static im.hongyan.dialects.wafer.World.field;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.dialects.wafer.business.Tunnel;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final String PEOPLE = "message:{\"type\":\"people\",\"content\":{\"total\":";

    @Test
    void theChatRoomIsBehindTheTunnel() {
        try (World world = new World()) {
            Phone ada = world.tunnelOf("ada");
            assertThat(ada.next()).startsWith(PEOPLE + "1,\"enter\":{\"openId\":\"ada\"");
            Phone bob = world.tunnelOf("bob");
            assertThat(ada.next()).startsWith(PEOPLE + "2,\"enter\":{\"openId\":\"bob\"");
            assertThat(bob.next()).startsWith(PEOPLE + "2,\"enter\":{\"openId\":\"bob\"");
            ada.emit("speak", "{\"word\":\"hello 你\"}");
            String spoken =
                    "message:{\"type\":\"speak\",\"content\":{\"word\":\"hello 你\",\"who\":{\"openId\":\"ada\",";
            assertThat(ada.next()).startsWith(spoken);
            assertThat(bob.next()).startsWith(spoken);
            ada.say("close");
            assertThat(ada.ending()).isEqualTo("normal");
            assertThat(bob.next()).startsWith(PEOPLE + "1,\"leave\":{\"openId\":\"ada\"");
        }
    }

    @Test
    void theClientIsAnsweredWhatItCanUse() {
        try (World world = new World()) {
            String body = world.get("/wafer/tunnel");
            assertThat(body)
                    .startsWith("{\"url\":\"ws://chat.example:8080/wafer/ws/")
                    .contains(",\"code\":0,\"data\":{\"connectUrl\":\"" + field(body, "url") + "\",\"tunnelId\":\"")
                    .doesNotContain(WaferWriter.MAGIC);
            assertThat(field(body, "url")).matches(".*/[0-9a-f]{48}");
            assertThat(world.get("/wafer/tunnel", "Host", "evil.example/x?")).contains("\"code\":-1");
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", "no")).contains("ERR_INVALID_SESSION");
            assertThat(world.post("/wafer/tunnel", "")).contains("\"code\":-1");
        }
    }

    @Test
    void everyPingIsAnsweredAndJunkIsBorne() {
        try (World world = new World()) {
            Phone ada = world.tunnel();
            ada.next();
            for (String junk : List.of(
                    "",
                    ":",
                    "::",
                    "ping:",
                    "pong",
                    "hello",
                    "message",
                    "message:",
                    "message:[",
                    "timeout:3",
                    "message:{\"type\":7}",
                    "speak:{}")) {
                ada.say(junk);
            }
            ada.say("ping");
            assertThat(ada.next()).isEqualTo("pong");
            assertThat(ada.next()).isEqualTo("pong");
            assertThat(ada.drain()).isEmpty();
        }
    }

    @Test
    void aConnectUrlOpensOnceAndNotForLong() {
        try (World world = new World()) {
            String url = field(world.get("/wafer/tunnel"), "url");
            world.open(url).next();
            assertThat(world.open(url).ending()).isEqualTo("TOKEN_EXPIRED");
            assertThat(world.open("ws://h/wafer/ws/guess").ending()).isEqualTo("TOKEN_EXPIRED");
            String late = field(world.get("/wafer/tunnel"), "url");
            world.memory.clock().forward(60_000);
            assertThat(world.open(late).ending()).isEqualTo("TOKEN_EXPIRED");
        }
    }

    @Test
    void whoAsksForTooManyIsRefusedUntilTheyAreUsedOrOld() {
        try (World world = new World()) {
            String skey = world.login("ada");
            String url = "";
            for (int i = 0; i < 16; i++) {
                url = field(world.get("/wafer/tunnel", "X-WX-Skey", skey), "url");
            }
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", skey)).contains("ERR_BUSY");
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", world.login("bob")))
                    .contains("\"code\":0");
            world.open(url).next();
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", skey)).contains("\"code\":0");
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", skey)).contains("ERR_BUSY");
            world.memory.clock().forward(60_000);
            assertThat(world.get("/wafer/tunnel", "X-WX-Skey", skey)).contains("\"code\":0");
        }
    }

    @Test
    void theHooksOfTheConformanceTests() {
        try (World world = new World()) {
            Phone ada = world.tunnel();
            ada.next();
            ada.emit("conf.echo", "{\"type\":\"connect\",\"content\":[1, null]}");
            assertThat(ada.next()).isEqualTo("message:{\"type\":\"connect\",\"content\":[1, null]}");
            ada.emit("conf.echo", "{\"type\":\"x\"}");
            assertThat(ada.next()).isEqualTo("message:{\"type\":\"x\"}");
            ada.emit("conf.echo", "7");
            assertThat(ada.next()).contains("conf.error");
            ada.emit("conf.kick", "null");
            assertThat(ada.next()).isEqualTo("close");
            assertThat(ada.ending()).isEqualTo("normal");
            Phone bob = world.tunnel();
            bob.next();
            bob.emit("conf.drop", "null");
            assertThat(bob.ending()).isEqualTo("OVERLOADED");
            assertThat(bob.drain()).isEmpty();
        }
    }

    @Test
    void anotherHeartbeatIsToldOnceAndFirst() {
        try (World world = new World(
                usual -> new WaferSettings(
                        usual.app(),
                        true,
                        true,
                        "wss://pub.example",
                        true,
                        12_500,
                        1_000,
                        1_000,
                        1_000,
                        8,
                        1_000,
                        10,
                        10,
                        1_000,
                        64,
                        10_000,
                        10,
                        1_000,
                        10),
                null,
                im.hongyan.dialects.wafer.business.ChatRoom::new)) {
            String url = field(world.get("/wafer/tunnel"), "url");
            assertThat(url).startsWith("wss://pub.example/wafer/ws/");
            Phone ada = world.open(url);
            assertThat(ada.next()).isEqualTo("timeout:12.5");
            assertThat(ada.next()).startsWith(PEOPLE);
            assertThat(world.dialect.endpoints().getFirst().idleMs()).isEqualTo(31_250);
        }
    }

    /// Business code that is slow on purpose and remembers what it hears.
    private static final class Slow implements TunnelHandler {
        final CountDownLatch release = new CountDownLatch(1);
        final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void onConnect(Tunnel tunnel) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.add("connect");
        }

        @Override
        public void onMessage(Tunnel tunnel, TunnelMessage message) {
            heard.add(message.type());
        }

        @Override
        public void onClose(Tunnel tunnel) {
            heard.add("close");
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void slowBusinessHearsEverythingInOrderOrTheTunnelIsCut() throws InterruptedException {
        Slow slow = new Slow();
        try (World world = new World(usual -> usual, null, _ -> slow)) {
            Phone ada = world.tunnel();
            for (int i = 0; i < 64; i++) {
                ada.emit("m" + i, "1");
            }
            assertThat(ada.drain()).isEmpty();
            for (int i = 64; i < 70; i++) {
                ada.emit("m" + i, "1");
            }
            assertThat(ada.ending()).isEqualTo("OVERLOADED");
            slow.release.countDown();
            assertThat(slow.next()).isEqualTo("connect");
            String last = slow.next();
            for (int i = 0; !last.equals("close"); i++) {
                assertThat(last).isEqualTo("m" + i);
                last = slow.next();
            }
            assertThat(slow.heard).isEmpty();
            assertThat(world.dialect.counts()).containsEntry("tunnels_cut_total", 1L);
        }
    }

    @Test
    void aLostTunnelLeavesOnceAndIsDeadToEverybody() {
        try (World world = new World()) {
            Phone ada = world.tunnelOf("ada");
            Phone bob = world.tunnelOf("bob");
            ada.next();
            ada.next();
            bob.lose();
            assertThat(ada.next()).contains("\"leave\":{\"openId\":\"bob\"");
            assertThat(world.dialect.open()).isEqualTo(1);
            ada.emit("speak", "{\"word\":1}");
            assertThat(ada.next()).contains("\"word\":1");
        }
    }
}

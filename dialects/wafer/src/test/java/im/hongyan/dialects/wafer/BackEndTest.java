package im.hongyan.dialects.wafer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.dialects.wafer.business.ChatRoom;
import im.hongyan.dialects.wafer.business.LoginService;
import im.hongyan.dialects.wafer.business.Poster;
import im.hongyan.dialects.wafer.business.RemoteLogins;
import im.hongyan.dialects.wafer.business.RemoteTunnels;
import im.hongyan.dialects.wafer.business.Signature;
import im.hongyan.dialects.wafer.business.Tunnel;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelMessage;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The services for business servers, and the Java code that business servers use: each against the other.
class BackEndTest {
    private static final String TUNNEL = "http://shop.example/tunnel";

    private static RemoteTunnels tunnels(World world) {
        return new RemoteTunnels("http://hongyan", "shop.example", "test key", world.poster(), 1_000);
    }

    /// A business server whose handler is called for every callback.
    private static void serve(World world, RemoteTunnels tunnels, TunnelHandler handler) {
        world.businessServers.put(TUNNEL, (_, body, _) -> new Poster.Answer(200, tunnels.receive(body, handler)));
    }

    private static final class Heard implements TunnelHandler {
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public void onConnect(Tunnel tunnel) {
            UserInfo user = tunnel.user();
            events.add("connect " + tunnel.id() + " " + (user == null ? "?" : user.openId()));
        }

        @Override
        public void onMessage(Tunnel tunnel, TunnelMessage message) {
            events.add(message.type() + " " + message.content());
        }

        @Override
        public void onClose(Tunnel tunnel) {
            events.add("close " + tunnel.id());
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBusinessServerHearsItsTunnelsInOrderAndPushesToThem() throws Exception {
        try (World world = new World()) {
            RemoteTunnels tunnels = tunnels(world);
            Heard heard = new Heard();
            serve(world, tunnels, heard);
            RemoteTunnels.Requested asked = tunnels.request(TUNNEL, UserInfo.of("o-1"));
            String id = asked.tunnel().id();
            assertThat(asked.tunnel().emit("early")).isFalse();
            Phone phone = world.open(asked.connectUrl());
            for (int i = 0; i < 20; i++) {
                phone.emit("m", Integer.toString(i));
            }
            phone.say("message:no json");
            phone.say("ping");
            assertThat(heard.next()).isEqualTo("connect " + id + " o-1");
            for (int i = 0; i < 20; i++) {
                assertThat(heard.next()).isEqualTo("m " + i);
            }
            assertThat(heard.next()).isEqualTo("UnknownRaw \"no json\"");
            assertThat(phone.next()).isEqualTo("pong");
            assertThat(asked.tunnel().emit("speak", "{\"word\":\"hi 你\"}")).isTrue();
            assertThat(phone.next()).isEqualTo("message:{\"type\":\"speak\",\"content\":{\"word\":\"hi 你\"}}");
            assertThat(tunnels.emit(List.of(id, "nobody"), "x", null)).containsExactly("nobody");
            assertThat(phone.next()).isEqualTo("message:{\"type\":\"x\"}");
            asked.tunnel().close();
            assertThat(phone.next()).isEqualTo("close");
            assertThat(phone.ending()).isEqualTo("normal");
            assertThat(heard.next()).isEqualTo("close " + id);
            assertThat(asked.tunnel().emit("late")).isFalse();
            assertThat(tunnels.close(List.of(id))).containsExactly(id);
        }
    }

    @Test
    void theSampleRunsOnTheHttpInterfaceToo() throws Exception {
        try (World world = new World()) {
            RemoteTunnels tunnels = tunnels(world);
            serve(world, tunnels, new ChatRoom(tunnels));
            Phone ada = world.open(
                    tunnels.request(TUNNEL, UserInfo.of("ada").named("Ada")).connectUrl());
            assertThat(ada.next()).contains("\"people\"", "\"total\":1", "\"nickName\":\"Ada\"");
            Phone bob = world.open(tunnels.request(TUNNEL, null).connectUrl());
            assertThat(bob.next()).contains("\"total\":2");
            bob.emit("speak", "{\"word\":\"hi\"}");
            assertThat(ada.next()).contains("\"total\":2");
            assertThat(ada.next()).contains("\"word\":\"hi\"");
            bob.lose();
            assertThat(ada.next()).contains("\"total\":1,\"leave\"");
        }
    }

    @Test
    void sessionsAreSharedOverTheHttpInterface() {
        try (World world = new World()) {
            RemoteLogins logins = new RemoteLogins("http://hongyan/mina_auth/", world.poster(), 1_000);
            var in = (LoginService.Login.In) logins.login("o-1", "{\"nickName\":\"Ada\"}", "iv");
            assertThat(in.user().nickName()).isEqualTo("Ada");
            assertThat(in.first()).isTrue();
            assertThat(logins.check(in.id(), in.skey())).isEqualTo(new LoginService.Check.Valid(in.id(), in.user()));
            assertThat(logins.check(null, in.skey())).isInstanceOf(LoginService.Check.Valid.class);
            var failed = (LoginService.Check.Failed) logins.check(in.id(), "no");
            assertThat(failed.isInvalidSession()).isTrue();
            assertThat(logins.login("o-1", "x", "iv")).isInstanceOf(LoginService.Login.Failed.class);
            LoginService down = new RemoteLogins("http://x", (_, _, _) -> new Poster.Answer(502, new byte[0]), 1);
            assertThat(down.check("1", "2")).isInstanceOf(LoginService.Check.Failed.class);
            assertThat(world.dialect.logins().check(in.id(), in.skey())).isInstanceOf(LoginService.Check.Valid.class);
        }
    }

    private static String envelope(String data, String tcId, String key, String more) {
        return "{\"data\":" + quoted(data) + ",\"dataEncode\":\"json\",\"tcId\":\"" + tcId + "\",\"signature\":\""
                + Signature.of(data, key) + "\"" + more + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void whatIsNotSignedOrNotAllowedIsRefused() {
        try (World world = new World()) {
            String data = "{\"receiveUrl\":\"" + TUNNEL + "\",\"protocolType\":\"wss\"}";
            String shop = World.SHOP.tcId();
            String answer = world.post("/get/wsurl", envelope(data, shop, "test key", ",\"tcKey\":\"test key\""));
            assertThat(answer).startsWith("{\"code\":0,\"message\":\"OK\",\"data\":\"{\\\"tunnelId\\\":");
            assertThat(world.post("/get/wsurl", envelope(data, shop, "wrong", "")))
                    .startsWith("{\"code\":9003,");
            assertThat(world.post("/get/wsurl", envelope(data, "nobody", "test key", "")))
                    .startsWith("{\"code\":9003,");
            assertThat(world.post("/get/wsurl", envelope(data, shop, "test key", ",\"tcKey\":\"wrong\"")))
                    .startsWith("{\"code\":9003,");
            assertThat(world.post("/get/wsurl", envelope(data, World.BANK.tcId(), "test key", "")))
                    .startsWith("{\"code\":9003,");
            assertThat(world.post("/get/wsurl", envelope(data, World.BANK.tcId(), "other key", "")))
                    .startsWith("{\"code\":9004,");
            assertThat(world.post("/get/wsurl", "what?")).startsWith("{\"code\":9001,");
            assertThat(world.post("/get/wsurl", "{}")).startsWith("{\"code\":9002,");
            assertThat(world.post("/get/wsurl", envelope("[]", shop, "test key", "")))
                    .startsWith("{\"code\":9004,");
            String evil = "{\"receiveUrl\":\"http://169.254.169.254/\"}";
            assertThat(world.post("/get/wsurl", envelope(evil, shop, "test key", "")))
                    .startsWith("{\"code\":9004,");
            String bracketed = "{\"receiveUrl\":\"http://[shop.example]/tunnel\"}";
            assertThat(world.post("/get/wsurl", envelope(bracketed, shop, "test key", "")))
                    .startsWith("{\"code\":0,");
            assertThat(world.dialect.counts().get("back_end_refused_total")).isEqualTo(9L);
        }
    }

    @Test
    void pushesAreUnderstoodWholeOrNotDone() throws Exception {
        try (World world = new World()) {
            RemoteTunnels tunnels = tunnels(world);
            serve(world, tunnels, new Heard());
            RemoteTunnels.Requested asked = tunnels.request(TUNNEL, null);
            Phone phone = world.open(asked.connectUrl());
            String id = asked.tunnel().id();
            String good = "{\"type\":\"message\",\"tunnelIds\":[\"" + id + "\"],\"content\":\"{}\"}";
            for (String bad : List.of(
                    "{}",
                    "[7]",
                    "[" + good + ",{\"type\":\"message\",\"tunnelIds\":[\"" + id + "\"],\"content\":\"7\"}]",
                    "[" + good + ",{\"type\":\"message\",\"tunnelIds\":[\"" + id + "\"]}]",
                    "[" + good + ",{\"type\":\"a:b\",\"tunnelIds\":[]}]",
                    "[" + good + ",{\"type\":\"close\"}]")) {
                assertThat(world.post("/ws/push", envelope(bad, World.SHOP.tcId(), "test key", "")))
                        .as(bad)
                        .startsWith("{\"code\":9004,");
            }
            assertThat(phone.drain()).isEmpty();
            // Another business server's tunnel does not exist, and C# is answered a string.
            String push = "[" + good + "]";
            assertThat(world.post("/ws/push", envelope(push, World.BANK.tcId(), "other key", "")))
                    .isEqualTo("{\"code\":0,\"message\":\"OK\",\"data\":\"{\\\"invalidTunnelIds\\\":[\\\"" + id
                            + "\\\"]}\"}");
            assertThat(world.post("/ws/push", envelope(push, World.SHOP.tcId(), "test key", "")))
                    .isEqualTo("{\"code\":0,\"message\":\"OK\",\"data\":{\"invalidTunnelIds\":[]}}");
            assertThat(phone.next()).isEqualTo("message:{}");
        }
    }

    @Test
    void aBusinessServerThatIsDownLosesTheTunnelAndOneThatIsSlowHoldsUpNobodyElse() throws Exception {
        try (World world = new World()) {
            RemoteTunnels tunnels = tunnels(world);
            Phone lost = world.open(tunnels.request(TUNNEL, null).connectUrl());
            assertThat(lost.ending()).isEqualTo("OVERLOADED");
            assertThat(world.dialect.counts()).containsEntry("callbacks_failed_total", 1L);
            CountDownLatch release = new CountDownLatch(1);
            world.businessServers.put(TUNNEL, (_, _, _) -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return new Poster.Answer(200, "{}".getBytes(StandardCharsets.UTF_8));
            });
            Phone slow = world.open(tunnels.request(TUNNEL, null).connectUrl());
            Phone ada = world.tunnel();
            assertThat(ada.next()).contains("people");
            slow.say("ping");
            assertThat(slow.next()).isEqualTo("pong");
            release.countDown();
        }
    }

    @Test
    void callbacksThatAreNotTheTunnelServersAreRefused() {
        try (World world = new World()) {
            RemoteTunnels tunnels = tunnels(world);
            Heard heard = new Heard();
            String data = "{\"tunnelId\":\"t1\",\"type\":\"connect\"}";
            byte[] forged = WaferWriter.callback(data, Signature.of(data, "wrong"));
            assertThat(new String(tunnels.receive(forged, heard), StandardCharsets.UTF_8))
                    .contains("9003");
            assertThat(new String(tunnels.receive(new byte[0], heard), StandardCharsets.UTF_8))
                    .contains("9001");
            byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
            assertThat(new String(tunnels.receive(empty, heard), StandardCharsets.UTF_8))
                    .contains("9002");
            byte[] nothing = WaferWriter.callback("{}", Signature.of("{}", "test key"));
            assertThat(new String(tunnels.receive(nothing, heard), StandardCharsets.UTF_8))
                    .contains("9004");
            assertThat(heard.events).isEmpty();
            byte[] real = WaferWriter.callback(data, Signature.of(data, "test key"));
            assertThat(new String(tunnels.receive(real, heard), StandardCharsets.UTF_8))
                    .contains("\"code\":0");
            assertThat(heard.events).containsExactly("connect t1 ?");
        }
    }

    @Test
    void anAnswerThatIsNotSignedIsNotBelieved() {
        Poster liar = (_, _, _) -> new Poster.Answer(
                200,
                "{\"code\":0,\"message\":\"OK\",\"data\":\"{\\\"tunnelId\\\":\\\"t\\\",\\\"connectUrl\\\":\\\"ws://evil\\\"}\",\"signature\":\"00\"}"
                        .getBytes(StandardCharsets.UTF_8));
        RemoteTunnels tunnels = new RemoteTunnels("http://hongyan", "shop.example", "test key", liar, 1);
        assertThatThrownBy(() -> tunnels.request(TUNNEL, null)).isInstanceOf(IOException.class);
    }

    @Test
    void theSignaturesAreThoseOfTheVendorsServers() {
        assertThat(Signature.of("{\"receiveUrl\":\"https://biz.example/tunnel\",\"protocolType\":\"wss\"}", "test key"))
                .isEqualTo("162dfec88be7df496d00dddaa00f39e249c2d185");
        assertThat(Signature.of(
                        "{\"tunnelId\":\"t1\",\"type\":\"message\",\"content\":\"{\\\"type\\\":\\\"speak\\\",\\\"content\\\":{\\\"word\\\":\\\"hi"
                                + " 你\\\"}}\"}",
                        "test key"))
                .isEqualTo("70db4be9948bab6569d3b2f821468b1c80b7735c");
        assertThat(Signature.tcId("biz.example")).isEqualTo("42f7e0eba6bac0ed4305e78b1a919996");
        assertThat(WaferWriter.event("t1", "message", "{\"type\":\"speak\",\"content\":{\"word\":\"hi 你\"}}"))
                .isEqualTo(
                        "{\"tunnelId\":\"t1\",\"type\":\"message\",\"content\":\"{\\\"type\\\":\\\"speak\\\",\\\"content\\\":{\\\"word\\\":\\\"hi"
                                + " 你\\\"}}\"}");
    }
}

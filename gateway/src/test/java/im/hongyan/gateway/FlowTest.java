package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Signal;
import im.hongyan.testkit.wire.EchoDialect;
import im.hongyan.testkit.wire.RawSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What flows when: order, pauses, limits, ends.
class FlowTest {

    @Test
    void pushesOfOneThreadKeepTheirOrderAmongReplies() throws Exception {
        int count = 20_000;
        try (TestGateway server = new TestGateway();
                RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            Thread committer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    int number = i;
                    session.connection.run(() -> session.connection.send(EchoDialect.text("push " + number)));
                }
            });
            Thread speaker = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.text("reply to " + i);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            int pushes = 0;
            int replies = 0;
            while (pushes + replies < 2 * count) {
                String text = client.frame().text();
                if (text.startsWith("push")) {
                    assertThat(text).isEqualTo("push " + pushes++);
                } else {
                    assertThat(text).isEqualTo("reply to " + replies++);
                }
            }
            committer.join();
            speaker.join();
        }
    }

    @Test
    void signalsAndTasksFromAnyThreadKeepTheirOrder() throws Exception {
        try (TestGateway server = new TestGateway();
                RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            List<String> seen = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            for (int i = 0; i < 100; i++) {
                Signal signal = new Signal.PresenceChanged(new UserId("u" + i), PresenceState.ONLINE, "", i);
                session.connection.push(signal);
                session.connection.run(() -> seen.add(String.valueOf(session.signals.size())));
            }
            session.connection.run(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(seen.get(i)).isEqualTo(String.valueOf(i + 1));
            }
        }
    }

    @Test
    void tasksAreStillRunAfterTheEnd() throws Exception {
        try (TestGateway server = new TestGateway()) {
            EchoDialect.Session session;
            try (RawSocket client = server.webSocket()) {
                session = server.session();
                client.text("x");
                client.frame();
            }
            TestGateway.await("gone", () -> session.gone.get() == 1);
            CountDownLatch ran = new CountDownLatch(1);
            session.connection.run(ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSlowReaderLosesPushesAndIsToldToSynchronise() throws Exception {
        try (TestGateway server = new TestGateway(TestGateway.settings(c -> new TestGateway.Change(
                        75_000, 1_000_000, 1_000_000, 1_000_000, 10_000, 200_000, 65_536, 64 << 20)));
                RawSocket client = new RawSocket(server.webSocketPort, 4096)) {
            EchoDialect.Session session = server.session();
            String body = "x".repeat(1000);
            int sent = 0;
            CountDownLatch[] last = new CountDownLatch[1];
            while (server.gateway.metrics().pushesDropped() == 0) {
                assertThat(sent).isLessThan(100_000);
                CountDownLatch turn = new CountDownLatch(1);
                for (int i = 0; i < 50; i++) {
                    sent++;
                    session.connection.run(() -> {
                        if (session.connection.push(EchoDialect.text(body))) {
                            session.pushed.incrementAndGet();
                        }
                    });
                }
                session.connection.run(turn::countDown);
                last[0] = turn;
                assertThat(turn.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(session.signals).isEmpty();
            // It may ask on and on, but is not read: replies cannot pile up.
            for (int i = 0; i < 1000; i++) {
                client.send(RawSocket.textFrame("request"));
            }
            assertThat(session.frames.get()).isLessThan(1000);
            int received = 0;
            int replies = 0;
            while (received < session.pushed.get() || replies < 1000) {
                String text = client.frame().text();
                if (text.equals("request")) {
                    replies++;
                } else {
                    received++;
                }
            }
            assertThat(received).isEqualTo(session.pushed.get()).isLessThan(sent);
            assertThat(session.signals.poll(10, TimeUnit.SECONDS)).isInstanceOf(Signal.SyncNeeded.class);
            assertThat(session.signals).isEmpty();
        }
    }

    @Test
    void aReaderWhoseRepliesPileUpIsClosed() throws Exception {
        try (TestGateway server = new TestGateway(TestGateway.settings(c -> new TestGateway.Change(
                        75_000, 1_000_000, 1_000_000, 1_000_000, 10_000, 200_000, 65_536, 1 << 20)));
                RawSocket client = new RawSocket(server.webSocketPort, 4096)) {
            EchoDialect.Session session = server.session();
            client.text("big:9000000");
            TestGateway.await("closed", () -> server.gateway.metrics().closedAs("slow_consumer") == 1);
            TestGateway.await("gone", () -> session.gone.get() == 1);
            TestGateway.await("freed", () -> server.gateway.metrics().open() == 0);
        }
    }

    @Test
    void silenceEndsAConnectionAndPingsAreSilence() throws Exception {
        try (TestGateway server = new TestGateway(TestGateway.settings(c -> new TestGateway.Change(
                        1500, 1_000_000, 1_000_000, 1_000_000, 10_000, 200_000, 65_536, 1 << 20)));
                RawSocket client = server.webSocket();
                RawSocket slowWriter = server.webSocket()) {
            long began = System.nanoTime();
            client.send(RawSocket.frame(0x89, new byte[0]));
            assertThat(client.frame().first()).isEqualTo(0x8A);
            slowWriter.send(new byte[] {(byte) 0x81, (byte) 0x85, 1, 2, 3, 4, 5});
            assertThat(client.frame().text()).isEqualTo("heartbeat_timeout");
            assertThat(client.frame().closeCode()).isEqualTo(4001);
            assertThat(slowWriter.frame().text()).isEqualTo("heartbeat_timeout");
            assertThat(slowWriter.frame().closeCode()).isEqualTo(4001);
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1400));
        }
    }

    @Test
    void ticksComeAboutOnceASecond() throws Exception {
        try (TestGateway server = new TestGateway();
                RawSocket client = server.webSocket()) {
            EchoDialect.Session session = server.session();
            TestGateway.await("two ticks", () -> session.ticks.get() >= 2);
            client.text("x");
            client.frame();
            assertThat(session.ticks.get()).isLessThan(5);
        }
    }

    @Test
    void tooFastIsReadMoreSlowlyAndNothingIsLost() throws Exception {
        try (TestGateway server = new TestGateway(TestGateway.settings(
                        c -> new TestGateway.Change(75_000, 100, 50, 1_000_000, 10_000, 200_000, 65_536, 1 << 20)));
                RawSocket client = server.webSocket()) {
            long began = System.nanoTime();
            byte[][] frames = new byte[150][];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = RawSocket.textFrame("f" + i);
            }
            client.send(RawSocket.concat(frames));
            for (int i = 0; i < frames.length; i++) {
                assertThat(client.frame().text()).isEqualTo("f" + i);
            }
            assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
            assertThat(server.gateway.metrics().throttled()).isPositive();
        }
    }

    @Test
    void goingOnTooFastIsClosed() throws Exception {
        GatewaySettings usual = TestGateway.settings(
                c -> new TestGateway.Change(75_000, 10, 1, 1_000_000, 10_000, 200_000, 65_536, 1 << 20));
        GatewaySettings strict = new GatewaySettings(usual.limits(), true, 2000, 100, 500, 1 << 20, 1 << 16, 16, 3);
        try (TestGateway server = new TestGateway(strict);
                RawSocket client = server.webSocket()) {
            byte[][] frames = new byte[200][];
            java.util.Arrays.setAll(frames, i -> RawSocket.textFrame("f" + i));
            client.send(RawSocket.concat(frames));
            RawSocket.Frame next = client.frame();
            while (next.opcode() == 1) {
                next = client.frame();
            }
            assertThat(next.closeCode()).isEqualTo(4008);
        }
    }

    @Test
    void aStoppingServerSaysSoAndClosesWith4000() throws Exception {
        try (TestGateway server = new TestGateway();
                RawSocket client = server.webSocket();
                RawSocket tcp = server.tcp()) {
            EchoDialect.Session one = server.session();
            EchoDialect.Session two = server.session();
            Thread stopper = Thread.ofPlatform().start(() -> {
                try {
                    server.stop();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(client.frame().text()).isEqualTo("stopping");
            assertThat(client.frame().closeCode()).isEqualTo(4000);
            client.send(RawSocket.frame(0x88, new byte[] {0x0F, (byte) 0xA0}));
            assertThat(client.ended()).isTrue();
            assertThat(TcpRulesTest.read(tcp)).isEqualTo("stopping");
            assertThat(tcp.ended()).isTrue();
            tcp.close();
            stopper.join();
            assertThat(one.gone).hasValue(1);
            assertThat(two.gone).hasValue(1);
            assertThat(server.gateway.metrics().open()).isZero();
            assertThat(server.gateway.enter("1.2.3.4")).isEqualTo(Refused.STOPPING);
        }
    }
}

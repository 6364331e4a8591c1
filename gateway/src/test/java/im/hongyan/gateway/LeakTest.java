package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.testkit.wire.RawSocket;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// Connections that end in every awkward way leave no buffer behind. The watch must be set before Netty makes its
/// first buffer, so [TestGateway] does it for all tests.
class LeakTest {
    static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /// Reports to the test instead of the log.
    private static final class Watch<T> extends ResourceLeakDetector<T> {
        Watch(Class<?> type, int interval) {
            super(type, interval);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            LEAKS.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            LEAKS.add(type);
        }
    }

    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            // Deprecated, but the only method there is to override.
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long active) {
                return new Watch<>(resource, interval);
            }
        });
    }

    @Test
    void awkwardEndsLeaveNoBufferBehind() throws Exception {
        try (TestGateway server = new TestGateway(TestGateway.settings(
                c -> new TestGateway.Change(75_000, 20, 5, 1_000_000, 10_000, 200_000, 65_536, 1 << 20)))) {
            for (int i = 0; i < 40; i++) {
                try (RawSocket client = server.webSocket()) {
                    client.send(RawSocket.concat(
                            RawSocket.textFrame("whole"),
                            switch (i % 5) {
                                case 0 -> new byte[] {(byte) 0x81}; // half a header
                                case 1 -> new byte[] {(byte) 0x81, (byte) 0xFE, 1, 0, 0, 0, 0, 0, 9}; // half a frame
                                case 2 -> RawSocket.frame(0x01, new byte[100]); // half a message
                                case 3 -> new byte[] {(byte) 0xFF, 1, 2, 3}; // not a frame
                                default ->
                                    RawSocket.concat( // throttled with frames held
                                            RawSocket.textFrame("1"),
                                            RawSocket.textFrame("2"),
                                            RawSocket.textFrame("3"),
                                            RawSocket.textFrame("4"),
                                            RawSocket.textFrame("5"),
                                            RawSocket.textFrame("6"));
                            }));
                    assertThat(client.frame().text()).isEqualTo("whole");
                }
            }
            try (RawSocket slow = new RawSocket(server.webSocketPort, 4096)) {
                slow.text("big:900000");
                TestGateway.await("read", () -> server.gateway.metrics().framesOut() > 40);
            }
            TestGateway.await("all gone", () -> server.gateway.metrics().open() == 0);
        }
        for (int i = 0; i < 5; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release(); // leaks are reported when the next is made
        }
        assertThat(LEAKS).isEmpty();
    }
}

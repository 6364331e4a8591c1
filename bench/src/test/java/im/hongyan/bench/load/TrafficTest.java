package im.hongyan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.bench.process.Target;
import im.hongyan.bench.relay.Relay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SEED = 7;
    private static final long DEADLINE_NS = 30_000_000_000L;

    private final Fleet fleet = new Fleet(SEED);

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void messagesGoThroughTheRelayToEveryDevice() {
        try (Relay relay = new Relay(0, 2)) {
            Traffic traffic = traffic(relay.port(), 3, 2);
            traffic.begin();
            traffic.start(new Pace.Closed(4));
            until(traffic, counted -> counted.messages() >= 500);
            traffic.stop();

            Tally.Counted counted = traffic.counted();
            assertThat(counted.faults()).isEmpty();
            assertThat(counted.deliveries()).isEqualTo(2 * counted.messages());
            assertThat(counted.ack().getTotalCount()).isEqualTo(counted.messages());
        }
    }

    @Test
    void anOpenPaceKeepsToItsRateWithoutFaults() {
        try (Relay relay = new Relay(0, 1)) {
            Traffic traffic = traffic(relay.port(), 4, 1);
            traffic.start(new Pace.Open(2_000));
            until(traffic, counted -> counted.messages() >= 300);
            traffic.stop();
            assertThat(traffic.counted().errors()).isZero();
        }
    }

    @Test
    void aNumberThatIsLeftOutIsAFault() throws Exception {
        try (ScriptedServer server = new ScriptedServer(number -> number == 3 ? 4 : number)) {
            Traffic traffic = traffic(server.port(), 1, 1);
            traffic.start(new Pace.Closed(3));
            until(traffic, counted -> counted.errors() > 0);
            assertThat(traffic.counted().faults().getFirst()).startsWith("answer 3 of s0>r0 was expected");
        }
    }

    @Test
    void aConnectionThatIsLostIsAFault() {
        Relay relay = new Relay(0, 1);
        Traffic traffic = traffic(relay.port(), 1, 1);
        relay.close();
        until(traffic, counted -> counted.errors() > 0);
        assertThat(traffic.counted().faults().getFirst()).endsWith("lost its connection");
    }

    private static void until(Traffic traffic, Predicate<Tally.Counted> reached) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!reached.test(traffic.counted())) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Traffic traffic(int port, int pairs, int devices) {
        Target target = new Loopback(port);
        Traffic traffic = new Traffic(fleet, "test", 40);
        for (int i = 0; i < pairs; i++) {
            String from = "s" + i;
            String to = "r" + i;
            Client sender =
                    Logins.all(fleet, target, List.of(Logins.Device.of(from))).getFirst();
            List<Client> receivers = Logins.all(
                    fleet,
                    target,
                    IntStream.range(0, devices)
                            .mapToObj(device -> new Logins.Device(to, "d" + device, "other"))
                            .toList());
            fleet.call(() -> {
                traffic.pair(from, sender, to, receivers);
                return true;
            });
        }
        return traffic;
    }

    /// A server in this process.
    private record Loopback(int port) implements Target {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public String token(String user) {
            return user;
        }

        @Override
        public void close() {}
    }
}

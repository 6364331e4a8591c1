package im.hongyan.dialects.mobileimsdk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.dialect.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossyNetworkTest {
    private static final int SECONDS = 240;
    private static final int HEALED_SECONDS = 60;

    /// @param loss of a hundred datagrams, either way
    /// @param cut of a hundred seconds, those in which a connection is cut and the server told
    /// @param half the same, but the server is not told
    record Weather(int loss, int cut, int half) {}

    static Stream<Arguments> weathers() {
        List<Arguments> all = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            all.add(Arguments.of("UDP that loses", World.UDP, new Weather(25, 0, 2), seed));
            all.add(Arguments.of("TCP that is cut", World.TCP, new Weather(0, 8, 0), seed));
            all.add(Arguments.of("WebSocket half-open", World.WEBSOCKET, new Weather(0, 2, 6), seed));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, seed {3}")
    @MethodSource("weathers")
    void whatWasAcknowledgedArrivesOnce(String name, Endpoint endpoint, Weather weather, long seed) {
        Random random = new Random(seed);
        try (World world = new World(true)) {
            Person alice = new Person(world, endpoint, "alice", random);
            Person bob = new Person(world, endpoint, "bob", random);
            for (int second = 0; second < SECONDS; second++) {
                if (random.nextInt(3) > 0) {
                    alice.write("bob", "a" + second);
                }
                if (random.nextInt(6) == 0) {
                    bob.write("alice", "b" + second);
                }
                live(world, weather, alice, bob);
            }
            alice.arriveAnew();
            bob.arriveAnew();
            for (int second = 0; second < HEALED_SECONDS; second++) {
                live(world, new Weather(0, 0, 0), alice, bob);
            }
            alice.judge(bob);
            bob.judge(alice);
        }
    }

    private static void live(World world, Weather weather, Person... people) {
        world.clock.forward(1_000);
        for (int turn = 0; turn < 4; turn++) {
            world.everybodyTold();
            for (Person person : people) {
                person.exchange(weather.loss());
            }
        }
        for (Person person : people) {
            person.suffer(weather);
            person.watch();
        }
    }

    /// One user with one client.
    private static final class Person {
        private static final int RETRIES_MAX = 2;
        private static final int RETRY_AFTER_S = 5;
        private static final int LINK_LOST_AFTER_S = 20;
        private static final int RETURN_AFTER_S = 3;

        private final World world;
        private final Endpoint endpoint;
        private final String name;
        private final Random random;
        private final Map<String, int[]> waiting = new LinkedHashMap<>();
        private final Map<String, String> texts = new HashMap<>();
        private final Set<String> acknowledged = new HashSet<>();
        private final Set<String> known = new HashSet<>();
        private final List<String> shown = new ArrayList<>();
        private final List<RecordingConnection> abandoned = new ArrayList<>();
        private RecordingConnection connection;
        private boolean reachable;
        private boolean in;
        private long firstLoginTime;
        private int silentFor;

        Person(World world, Endpoint endpoint, String name, Random random) {
            this.world = world;
            this.endpoint = endpoint;
            this.name = name;
            this.random = random;
            dial();
        }

        private void dial() {
            if (connection != null) {
                abandoned.add(connection);
            }
            connection = world.connect(endpoint);
            reachable = true;
            in = false;
            silentFor = 0;
            connection.say(World.loginFrame(name, "any", firstLoginTime));
        }

        /// The end of all trouble: a new connection that works.
        void arriveAnew() {
            dial();
        }

        void write(String to, String text) {
            String fp = name + "-" + text;
            texts.put(fp, text);
            waiting.put(fp, new int[] {0, 0});
            say(World.data(to, text, fp), 0);
        }

        private void say(String packet, int loss) {
            if (reachable && in && random.nextInt(100) >= loss) {
                connection.say(packet);
            }
        }

        /// What the server has sent arrives, or does not.
        void exchange(int loss) {
            abandoned.forEach(RecordingConnection::runAll);
            for (Packet packet : connection.drain()) {
                if (!reachable || random.nextInt(100) < loss) {
                    continue;
                }
                silentFor = 0;
                switch (packet.type()) {
                    case Packet.LOGIN_RESPONSE -> {
                        in = true;
                        if (firstLoginTime == 0) {
                            firstLoginTime = world.clock.millis();
                        }
                    }
                    case Packet.RECEIVED -> {
                        acknowledged.add(packet.dataContent());
                        waiting.remove(packet.dataContent());
                    }
                    case Packet.DATA -> {
                        if (known.add(packet.fp())) {
                            shown.add(packet.dataContent());
                        }
                        say(World.received(packet.fp()), loss);
                    }
                    case Packet.ERROR_RESPONSE -> in = false;
                    default -> {}
                }
            }
        }

        void suffer(Weather weather) {
            int fate = random.nextInt(100);
            if (fate < weather.cut()) {
                connection.drop();
                reachable = false;
            } else if (fate < weather.cut() + weather.half()) {
                reachable = false;
            }
        }

        /// The client's timers.
        void watch() {
            connection.tick(world.clock.millis());
            abandoned.forEach(each -> each.tick(world.clock.millis()));
            silentFor++;
            if (in && silentFor % RETRY_AFTER_S == 0) {
                say("{\"type\":1,\"dataContent\":\"{}\"}", 0);
            }
            if ((!in && silentFor >= RETURN_AFTER_S) || silentFor >= LINK_LOST_AFTER_S) {
                dial();
            }
            waiting.entrySet().removeIf(each -> {
                int[] ageAndTries = each.getValue();
                ageAndTries[0]++;
                if (ageAndTries[0] % RETRY_AFTER_S == 0) {
                    if (++ageAndTries[1] > RETRIES_MAX) {
                        return true; // reported lost
                    }
                    String to = name.equals("alice") ? "bob" : "alice";
                    say(World.data(to, texts.get(each.getKey()), each.getKey()), 0);
                }
                return false;
            });
        }

        void judge(Person sender) {
            assertThat(shown).doesNotHaveDuplicates();
            List<String> told =
                    sender.acknowledged.stream().map(sender.texts::get).toList();
            assertThat(told).isNotEmpty();
            assertThat(shown).containsAll(told);
            assertThat(sender.texts.values()).containsAll(shown);
        }
    }
}

package im.hongyan.conformance.crash;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.PacketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Two users of the MobileIMSDK dialect, of whom one writes to the other while the server dies again and again.
/// Both behave as that dialect's clients do: they come back as who they were, repeat what was not acknowledged,
/// acknowledge what arrives, and pass over what arrives again. In the end everything that was acknowledged must
/// have arrived.
final class PacketLoad implements Runnable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final Duration RECONNECT = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(15);
    private static final Duration SETTLE_MAX = Duration.ofSeconds(40);
    private static final int COMMON = 2;
    private static final int RECEIVED = 4;
    private static final int LOGIN_RESPONSE = 50;
    private static final String DATA = "dataContent";

    private final ServerProcess server;
    private final PacketClient.Transport transport;
    private final String sender;
    private final String receiver;
    private final AtomicBoolean finish;
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, String> received = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int repeated;
    private int written;
    private volatile @Nullable Exception broken;

    PacketLoad(ServerProcess server, PacketClient.Transport transport, int number, AtomicBoolean finish) {
        this.server = server;
        this.transport = transport;
        this.sender = "packets-from-" + number;
        this.receiver = "packets-to-" + number;
        this.finish = finish;
    }

    @Override
    public void run() {
        Thread reading = Thread.ofVirtual().start(this::receive);
        try {
            write();
            reading.join(SETTLE_MAX);
            if (reading.isAlive()) {
                reading.interrupt();
                reading.join();
            }
        } catch (InterruptedException e) {
            reading.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    // --- the sender

    private void write() throws InterruptedException {
        PacketClient client = null;
        long firstLoginTime = 0;
        while (!finish.get()) {
            written++;
            String fp = sender + "-" + written;
            boolean told = false;
            while (!told) {
                try {
                    if (client == null) {
                        client = PacketClient.open(transport, server.address(transport), text -> text);
                        firstLoginTime = login(client, sender, firstLoginTime);
                    }
                    client.write(data(fp));
                    told = awaitAcknowledgement(client, fp);
                    repeated += told ? 0 : 1;
                } catch (IOException | LostException gone) {
                    client = null;
                    repeated++;
                    Moment.pass(RECONNECT);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
            }
            synchronized (this) {
                acknowledged.add(fp);
            }
            Moment.pass(PAUSE);
        }
    }

    private String data(String fp) {
        return packet(COMMON, "text of " + fp, sender, receiver)
                .with("fp", fp)
                .with("QoS", true)
                .toString();
    }

    private static boolean awaitAcknowledgement(PacketClient client, String fp)
            throws InterruptedException, LostException, IOException {
        long until = System.nanoTime() + ANSWER_MAX.toNanos();
        while (true) {
            Optional<Json.Obj> packet = client.next(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            if (packet.isEmpty()) {
                client.close(); // a server that does not answer has been replaced by one that knows nobody
                throw new LostException("no answer");
            }
            if (packet.get().number("type") == RECEIVED
                    && packet.get().text(DATA).equals(fp)) {
                return true;
            }
        }
    }

    // --- the receiver

    private void receive() {
        PacketClient client = null;
        long firstLoginTime = 0;
        long until = Long.MAX_VALUE;
        try {
            while (System.nanoTime() < until && !(finish.get() && isComplete())) {
                if (finish.get() && until == Long.MAX_VALUE) {
                    until = System.nanoTime() + SETTLE_MAX.toNanos();
                }
                try {
                    if (client == null) {
                        client = PacketClient.open(transport, server.address(transport), text -> text);
                        firstLoginTime = login(client, receiver, firstLoginTime);
                    }
                    Optional<Json.Obj> packet = client.next(Duration.ofSeconds(1));
                    if (packet.isPresent()) {
                        take(client, packet.get());
                    } else {
                        client.write(packet(1, "{}", receiver, "0").toString());
                        if (client.next(ANSWER_MAX).map(answer -> take(answer)).isEmpty()) {
                            client.close();
                            client = null;
                        }
                    }
                } catch (IOException | LostException gone) {
                    client = null;
                    Moment.pass(RECONNECT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            broken = e;
        }
    }

    private void take(PacketClient client, Json.Obj packet) throws IOException {
        if (packet.number("type") == COMMON) {
            Json.Obj _ = take(packet);
            client.write(packet(RECEIVED, packet.text("fp"), receiver, packet.text("from"))
                    .toString());
        } else if (packet.number("type") == 52) {
            throw new IOException("the server knows us no more");
        }
    }

    /// Writes it down, if it is a message.
    private synchronized Json.Obj take(Json.Obj packet) {
        if (packet.number("type") == COMMON) {
            String fp = packet.text("fp");
            String text = packet.text(DATA);
            String before = received.putIfAbsent(fp, text);
            if (!text.equals("text of " + fp) || (before != null && !before.equals(text))) {
                violations.add(fp + " says " + text);
            }
        }
        return packet;
    }

    private synchronized boolean isComplete() {
        return received.keySet().containsAll(acknowledged) && acknowledged.size() == written;
    }

    private static long login(PacketClient client, String user, long firstLoginTime)
            throws IOException, InterruptedException, LostException {
        Json.Obj info = Json.Obj.EMPTY
                .with("loginUserId", user)
                .with("loginToken", "any")
                .with("firstLoginTime", firstLoginTime);
        client.write(packet(0, info.toString(), user, "0").toString());
        while (true) {
            Json.Obj answer = client.next(ANSWER_MAX).orElseThrow(() -> new LostException("no answer to a login"));
            if (answer.number("type") == LOGIN_RESPONSE
                    && Json.read(answer.text(DATA)) instanceof Json.Obj content
                    && content.number("code") == 0) {
                return content.number("firstLoginTime");
            }
        }
    }

    private static Json.Obj packet(int type, String content, String from, String to) {
        return Json.Obj.EMPTY
                .with("bridge", false)
                .with("type", type)
                .with(DATA, content)
                .with("from", from)
                .with("to", to)
                .with("QoS", false)
                .with("typeu", -1)
                .with("sm", -1);
    }

    // --- what came of it

    @Nullable
    Exception broken() {
        return broken;
    }

    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    int repeatedCount() {
        return repeated;
    }

    /// What did not hold.
    synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        for (String fp : acknowledged) {
            if (!received.containsKey(fp)) {
                all.add(transport + ": " + fp + " was acknowledged and has not arrived");
            }
        }
        int last = 0;
        for (String fp : received.keySet()) {
            int number = Integer.parseInt(fp.substring(fp.lastIndexOf('-') + 1));
            if (transport != PacketClient.Transport.UDP && number < last) {
                all.add(transport + ": " + fp + " came after " + last);
            }
            last = Math.max(last, number);
        }
        return all;
    }
}

package im.hongyan.bench.load;

import im.hongyan.bench.wire.JsonBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The pairs of one server, and rounds of traffic between them.
public final class Traffic {
    private static final int IN_FLIGHT_MAX = 256;
    private static final long TICK_US = 500;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final List<Talk> pairs = new ArrayList<>();
    private final Tally tally = new Tally();
    private final JsonBytes json = new JsonBytes();
    private final byte[] texts;
    private final int textBytes;
    private final String run;
    private boolean running;
    private Pace pace = new Pace.Closed(1);
    private long openSince;
    private long openSent;
    private int openNext;

    /// @param run makes client ids unlike those of any other run
    /// @param textBytes length of a message's text
    public Traffic(Fleet fleet, String run, int textBytes) {
        this.fleet = fleet;
        this.run = run;
        this.textBytes = textBytes;
        this.texts = Lines.texts(fleet.random);
        fleet.loop().scheduleAtFixedRate(this::tick, TICK_US, TICK_US, TimeUnit.MICROSECONDS);
        fleet.loop().scheduleAtFixedRate(this::acknowledge, 1, 1, TimeUnit.SECONDS);
    }

    /// Adds a sender and the devices of its receiver. On the fleet's loop.
    public void pair(String from, Client sender, String to, List<Client> receivers) {
        Lines lines = new Lines(from, to, run, texts, textBytes, fleet.random);
        pairs.add(new Pair(sender, receivers, lines, IN_FLIGHT_MAX, tally, this::completed));
    }

    /// Adds one who speaks in a group or a room, and all who hear. On the fleet's loop.
    public void crowd(String place, Client sender, List<Client> hearers) {
        Lines lines = Lines.toMany(place, run, texts, textBytes, fleet.random);
        pairs.add(new Pair(sender, hearers, lines, IN_FLIGHT_MAX, tally, this::completed));
    }

    /// Adds two users of MobileIMSDK's protocol. On the fleet's loop.
    public void packets(String from, Client sender, String to, Client receiver) {
        pairs.add(new PacketPair(
                new PacketPair.Ends(from, sender, to, receiver),
                run,
                texts,
                textBytes,
                fleet.random,
                IN_FLIGHT_MAX,
                tally,
                this::completed));
    }

    /// Notes something wrong from outside the traffic.
    public void fault(String what) {
        fleet.loop().execute(() -> tally.fault(what));
    }

    /// Starts talking.
    public void start(Pace how) {
        fleet.call(() -> {
            pace = how;
            running = true;
            openSince = System.nanoTime();
            openSent = 0;
            switch (how) {
                case Pace.Closed(int inFlight) -> pairs.forEach(pair -> fill(pair, inFlight));
                case Pace.Open _ -> {}
                case Pace.Alone _ -> send(pairs.getFirst(), System.nanoTime());
            }
            return true;
        });
    }

    /// Counts from now on.
    public void begin() {
        fleet.call(() -> {
            tally.begin();
            return true;
        });
    }

    /// What was counted since [#begin].
    public Tally.Counted counted() {
        return fleet.call(tally::counted);
    }

    /// Stops talking and waits until everything has gone all the way; what has not by then is a fault.
    public void stop() {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        fleet.loop().execute(() -> {
            running = false;
            drain(drained, System.nanoTime() + DRAIN_MAX.toNanos());
        });
        Fleet.await(drained);
    }

    private void drain(CompletableFuture<Boolean> drained, long deadlineNs) {
        long left = pairs.stream().mapToLong(Talk::inFlight).sum();
        if (left == 0) {
            drained.complete(true);
        } else if (System.nanoTime() > deadlineNs) {
            tally.fault(left + " messages were not acknowledged or not delivered at the end of a round");
            drained.complete(false);
        } else {
            fleet.loop().schedule(() -> drain(drained, deadlineNs), 10, TimeUnit.MILLISECONDS);
        }
    }

    private void fill(Talk pair, int inFlight) {
        for (long i = pair.inFlight(); i < inFlight; i++) {
            send(pair, System.nanoTime());
        }
    }

    private void send(Talk pair, long dueNs) {
        pair.send(json, dueNs);
    }

    private void completed(Talk pair) {
        if (!running) {
            return;
        }
        switch (pace) {
            case Pace.Closed _ -> send(pair, System.nanoTime());
            case Pace.Open _ -> {}
            case Pace.Alone(Duration pause) ->
                fleet.loop().schedule(() -> sendAlone(pair), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void sendAlone(Talk pair) {
        if (running) {
            send(pair, System.nanoTime());
        }
    }

    private void tick() {
        if (running && pace instanceof Pace.Open(int perSecond)) {
            long due = (System.nanoTime() - openSince) * perSecond / 1_000_000_000L;
            while (openSent < due) {
                Talk pair = pairs.get(openNext);
                openNext = (openNext + 1) % pairs.size();
                if (pair.isFull()) {
                    tally.fault(
                            "a pair has " + pair.inFlight() + " messages on their way: the offered rate is too much");
                    running = false;
                    return;
                }
                send(pair, openSince + openSent * 1_000_000_000L / perSecond);
                openSent++;
            }
        }
    }

    private void acknowledge() {
        pairs.forEach(Talk::acknowledge);
    }
}

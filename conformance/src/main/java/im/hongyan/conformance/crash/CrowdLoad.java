package im.hongyan.conformance.crash;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.Moment;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One who writes to a group and to a room with history, and two who hear, while the server dies again and again. All
/// come back as clients do: they enter the room anew and repeat what was not answered. In the end the logs must hold
/// everything that was acknowledged, once and under the number that was told, and nothing may have been heard that
/// they do not hold.
final class CrowdLoad implements Runnable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration RECONNECT = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(15);
    private static final int PAGE = 100;

    private final ServerProcess server;
    private final Credentials credentials;
    private final AtomicBoolean finish;
    private final String name;
    private final List<Place> places;
    private final List<String> violations = new ArrayList<>();
    private int repeated;
    private volatile @Nullable Exception broken;

    /// One group or room, and what is known of it.
    ///
    /// @param acknowledged numbers by client id
    /// @param heard client ids by number
    private record Place(String conv, Map<String, Long> acknowledged, Map<Long, String> heard) {
        Place(String conv) {
            this(conv, new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    CrowdLoad(ServerProcess server, Credentials credentials, int number, AtomicBoolean finish) {
        this.server = server;
        this.credentials = credentials;
        this.finish = finish;
        this.name = "crowd" + number;
        this.places = List.of(new Place("g:" + name), new Place("r:" + name));
    }

    @Override
    public void run() {
        List<Thread> hearing = List.of(
                Thread.ofVirtual().start(() -> hear(name + "-b")),
                Thread.ofVirtual().start(() -> hear(name + "-c")));
        try {
            write();
            for (Thread thread : hearing) {
                thread.join();
            }
            testify();
        } catch (InterruptedException e) {
            hearing.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        } catch (IOException | LostException | RuntimeException e) {
            broken = e;
        }
    }

    // --- the one who writes

    private void write() throws InterruptedException {
        WireClient client = null;
        for (int i = 1; !finish.get(); i++) {
            for (Place place : places) {
                String cid = name + "-" + i;
                boolean retry = false;
                while (!place.acknowledged().containsKey(cid)) {
                    try {
                        if (client == null) {
                            client = enter(name + "-a");
                        }
                        Json.Obj answer = client.ask(message(place, cid, retry), ANSWER_MAX);
                        if (answer.has("err")) {
                            throw new LostException("refused: " + answer);
                        }
                        place.acknowledged().put(cid, answer.number("n"));
                    } catch (IOException | LostException gone) {
                        client = lose(client);
                        retry = true;
                        repeated++;
                        Moment.pass(RECONNECT);
                    }
                }
            }
            Moment.pass(PAUSE);
        }
        lose(client);
    }

    private static Json.Obj message(Place place, String cid, boolean retry) {
        return Json.Obj.EMPTY
                .with("op", "send")
                .with("to", place.conv())
                .with("cid", cid)
                .with("type", "text")
                .with("content", Json.Obj.EMPTY.with("text", "text of " + cid))
                .with("retry", retry);
    }

    // --- those who hear

    private void hear(String user) {
        try {
            while (!finish.get()) {
                try {
                    WireClient client = enter(user);
                    while (client.isOpen() && !finish.get()) {
                        Moment.pass(PAUSE);
                    }
                    lose(client);
                } catch (IOException | LostException gone) {
                    Moment.pass(RECONNECT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(Json.Obj frame) {
        for (Place place : places) {
            if (frame.text("to").equals(place.conv())) {
                String cid = frame.text("cid");
                String before = place.heard().put(frame.number("n"), cid);
                if (before != null && !before.equals(cid)) {
                    violations.add(place.conv() + " had two entries " + frame.number("n") + ": " + before + ", " + cid);
                }
            }
        }
    }

    // --- both

    private WireClient enter(String user) throws IOException, LostException, InterruptedException {
        WireClient client =
                WireClient.open(server.address(), WireClient.Options.plain().withListener(frame -> {
                    if (frame.op().equals("msg")) {
                        note(frame.body());
                    }
                }));
        Json.Obj login = Json.Obj.EMPTY
                .with("op", "login")
                .with("v", 1)
                .with("app", credentials.app())
                .with("token", credentials.token(user, Duration.ofHours(2)))
                .with("device", "crowd");
        require(client.ask(login, ANSWER_MAX));
        Json.Obj room = Json.Obj.EMPTY
                .with("op", "room")
                .with("do", "enter")
                .with("conv", "r:" + name)
                .with("data", Json.Obj.EMPTY.with("create", true).with("history", true));
        require(client.ask(room, ANSWER_MAX));
        // Who comes first makes the group, where everybody may come in.
        Json.Obj group = Json.Obj.EMPTY.with("op", "group").with("conv", "g:" + name);
        client.ask(group.with("do", "create").with("data", Json.Obj.EMPTY.with("type", "meeting")), ANSWER_MAX);
        require(client.ask(group.with("do", "join"), ANSWER_MAX));
        return client;
    }

    private static void require(Json.Obj answer) throws LostException {
        if (answer.has("err")) {
            throw new LostException("refused: " + answer);
        }
    }

    private static @Nullable WireClient lose(@Nullable WireClient client) {
        if (client != null) {
            try {
                client.lose();
            } catch (IOException _) {
                // It is lost either way.
            }
        }
        return null;
    }

    // --- afterwards

    private void testify() throws IOException, LostException, InterruptedException {
        WireClient client = enter(name + "-b");
        for (Place place : places) {
            judge(place, read(client, place));
        }
        lose(client);
    }

    private static Map<Long, String> read(WireClient client, Place place)
            throws LostException, IOException, InterruptedException {
        Map<Long, String> entries = new LinkedHashMap<>();
        long from = 1;
        boolean more = true;
        while (more) {
            Json.Obj page = client.ask(
                    Json.Obj.EMPTY
                            .with("op", "history")
                            .with("conv", place.conv())
                            .with("from", from)
                            .with("limit", PAGE)
                            .with("dir", "forward"),
                    ANSWER_MAX);
            require(page);
            for (Json.Obj entry : page.objects("entries")) {
                entries.put(entry.number("n"), entry.text("op").equals("msg") ? entry.text("cid") : "");
                from = entry.number("n") + 1;
            }
            more = page.get("more").equals(new Json.Bool(true));
        }
        return entries;
    }

    private synchronized void judge(Place place, Map<Long, String> entries) {
        long expected = 1;
        Map<String, Long> seen = new LinkedHashMap<>();
        for (Map.Entry<Long, String> entry : entries.entrySet()) {
            if (entry.getKey() != expected) {
                violations.add(place.conv() + " has a hole before " + entry.getKey());
            }
            expected = entry.getKey() + 1;
            Long twice = entry.getValue().isEmpty() ? null : seen.put(entry.getValue(), entry.getKey());
            if (twice != null) {
                violations.add(place.conv() + " has " + entry.getValue() + " twice");
            }
        }
        place.acknowledged().forEach((cid, number) -> {
            if (!number.equals(seen.get(cid))) {
                violations.add(
                        place.conv() + ": " + cid + " was acknowledged as " + number + " and is " + seen.get(cid));
            }
        });
        place.heard().forEach((number, cid) -> {
            if (!cid.equals(entries.get(number))) {
                violations.add(place.conv() + ": " + cid + " was heard as " + number + ", where there is "
                        + entries.get(number));
            }
        });
    }

    // --- what came of it

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    int acknowledgedCount() {
        return places.stream().mapToInt(place -> place.acknowledged().size()).sum();
    }

    synchronized int heardCount() {
        return places.stream().mapToInt(place -> place.heard().size()).sum();
    }

    int repeatedCount() {
        return repeated;
    }

    @Nullable
    Exception broken() {
        return broken;
    }
}

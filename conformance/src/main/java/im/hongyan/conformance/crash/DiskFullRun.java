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
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Sends until the disk is full, then frees some of it and goes on.
final class DiskFullRun {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STORAGE_FULL = 5002;
    private static final long TOO_FAST = 3001;
    private static final long BUSY = 5001;
    private static final int TEXT_LETTERS = 30_000;
    /// More than the disk holds.
    private static final int SENDS_MAX = 20_000;

    private final ServerProcess server;
    private final Credentials credentials;
    private final FreeSpace freeSpace;
    private final List<String> steps = new ArrayList<>();
    private final List<Long> acked = new ArrayList<>();
    private int written;

    /// Makes room on the disk.
    @FunctionalInterface
    interface FreeSpace {
        void run() throws IOException;
    }

    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    DiskFullRun(ServerProcess server, Credentials credentials, FreeSpace freeSpace) {
        this.server = server;
        this.credentials = credentials;
        this.freeSpace = freeSpace;
    }

    /// Returns what was shown, step by step.
    List<String> run() throws IOException, LostException, InterruptedException, Failed {
        try (WireClient alice = WireClient.open(server.address(), WireClient.Options.plain())) {
            login(alice, "phone");
            fill(alice);
            steps.add("after " + acked.size() + " messages of 30 KB, sends are refused with 5002 storage_full");
            read(alice, "while the disk is full");
            if (!server.isAlive()) {
                throw new Failed("the server died");
            }
            freeSpace.run();
            recover(alice);
            steps.add("with room again, sends are accepted without a restart");
            read(alice, "after that");
        }
        server.kill9();
        Duration _ = server.restart();
        try (WireClient alice = WireClient.open(server.address(), WireClient.Options.plain())) {
            login(alice, "pad");
            read(alice, "after a kill and a restart");
        }
        return List.copyOf(steps);
    }

    private void login(WireClient client, String device) throws LostException, InterruptedException, Failed {
        Json.Obj answer = client.ask(
                Json.Obj.EMPTY
                        .with("op", "login")
                        .with("v", 1)
                        .with("app", credentials.app())
                        .with("token", credentials.token("alice", Duration.ofHours(1)))
                        .with("device", device),
                ANSWER_MAX);
        if (answer.has("err")) {
            throw new Failed("login: " + answer);
        }
    }

    private Json.Obj send(WireClient client, boolean retry) throws LostException, InterruptedException {
        return client.ask(
                Json.Obj.EMPTY
                        .with("op", "send")
                        .with("to", "s:alice")
                        .with("cid", "c" + written)
                        .with("type", "text")
                        .with("retry", retry)
                        .with("content", Json.Obj.EMPTY.with("text", text())),
                ANSWER_MAX);
    }

    /// Something that no store can compress away.
    private String text() {
        byte[] bytes = new byte[TEXT_LETTERS * 3 / 4];
        new Random(written).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void fill(WireClient client) throws LostException, InterruptedException, Failed {
        for (written = 1; written <= SENDS_MAX; written++) {
            Json.Obj answer = send(client, false);
            while (isForNow(answer)) {
                Moment.pass(Duration.ofMillis(Math.max(5, answer.object("err").number("after"))));
                answer = send(client, true);
            }
            if (answer.object("err").number("code") == STORAGE_FULL) {
                return;
            }
            if (answer.has("err")) {
                throw new Failed("a full disk was answered with " + answer);
            }
            acked.add(answer.number("n"));
        }
        throw new Failed(SENDS_MAX + " messages did not fill the disk");
    }

    private static boolean isForNow(Json.Obj answer) {
        long code = answer.object("err").number("code");
        return code == TOO_FAST || code == BUSY;
    }

    private void recover(WireClient client) throws LostException, InterruptedException, Failed {
        long until = System.nanoTime() + RECOVERY_MAX.toNanos();
        Json.Obj answer = send(client, true);
        while (answer.has("err")) {
            if (System.nanoTime() > until) {
                throw new Failed("still refused " + RECOVERY_MAX + " after there was room again: " + answer);
            }
            Moment.pass(POLL);
            answer = send(client, true);
        }
        acked.add(answer.number("n"));
    }

    /// Everything acknowledged is there, without holes.
    private void read(WireClient client, String when) throws LostException, InterruptedException, Failed {
        long next = 1;
        boolean more = true;
        while (more) {
            Json.Obj page = client.ask(
                    Json.Obj.EMPTY
                            .with("op", "history")
                            .with("conv", "s:alice")
                            .with("dir", "forward")
                            .with("from", next)
                            .with("limit", 100),
                    ANSWER_MAX);
            if (isForNow(page)) {
                Moment.pass(POLL);
                continue;
            }
            if (page.has("err")) {
                throw new Failed("history " + when + ": " + page);
            }
            for (Json.Obj entry : page.objects("entries")) {
                if (entry.number("n") != next) {
                    throw new Failed("history " + when + " has " + entry.number("n") + " where " + next + " should be");
                }
                next++;
            }
            more = page.get("more").equals(new Json.Bool(true));
        }
        if (next - 1 < acked.getLast()) {
            throw new Failed(
                    "history " + when + " ends at " + (next - 1) + ", and " + acked.getLast() + " was acknowledged");
        }
        steps.add("all " + (next - 1) + " messages are read " + when);
    }
}

package im.hongyan.conformance.crash;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.Moment;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.Received;
import im.hongyan.conformance.wire.WireClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One user who writes to one other, as an honest client does: keeps what was not answered and sends it again under
/// the same client id, reconnects for ever, takes up its session where it can. Runs on a thread of its own.
final class LoadClient implements Runnable {
    /// Longer than a pause of the server, shorter than anyone's patience.
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final int PAGE = 100;
    private static final int WINDOW_MAX = 4;
    /// Between two rounds, so that a session stays below the server's rate.
    private static final int PAUSE_MAX_MS = 60;

    private static final int RECONNECT_MS = 50;
    /// Below the server's recall window, with room for pauses and restarts.
    private static final Duration RECALL_MAX = Duration.ofSeconds(20);

    private final String user;
    private final String partner;
    private final InetSocketAddress server;
    private final Credentials credentials;
    private final Random random;
    private final CountDownLatch everybody;
    private final AtomicBoolean finish;
    private final Notes notes = new Notes();
    private @Nullable WireClient client;
    private String session = "";
    private int connections;
    private int written;
    private @Nullable Exception broken;

    /// @param everybody counted down once per client: nobody writes to somebody who was never there
    /// @param finish once true, the client settles what is open and ends
    LoadClient(
            String user,
            String partner,
            InetSocketAddress server,
            Credentials credentials,
            Random random,
            CountDownLatch everybody,
            AtomicBoolean finish) {
        this.user = user;
        this.partner = partner;
        this.server = server;
        this.credentials = credentials;
        this.random = random;
        this.everybody = everybody;
        this.finish = finish;
    }

    Notes notes() {
        return notes;
    }

    /// What ended the client too early, or null.
    @Nullable
    Exception broken() {
        return broken;
    }

    @Override
    public void run() {
        try {
            arrive();
            while (!finish.get() || !notes.unanswered().isEmpty()) {
                try {
                    WireClient connected = connect();
                    settle(connected);
                    if (!finish.get()) {
                        act(connected);
                        Moment.pass(Duration.ofMillis(random.nextInt(PAUSE_MAX_MS)));
                    }
                } catch (LostException | IOException _) {
                    disconnect(); // The server is down or was: that is what this run is about.
                    Moment.pass(Duration.ofMillis(RECONNECT_MS));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            broken = e;
        }
    }

    private void arrive() throws InterruptedException {
        boolean there = false;
        while (!there && !finish.get()) {
            try {
                WireClient _ = connect();
                there = true;
            } catch (LostException | IOException _) {
                disconnect();
                Moment.pass(Duration.ofMillis(RECONNECT_MS));
            }
        }
        everybody.countDown();
        everybody.await();
    }

    private void disconnect() {
        if (client != null) {
            try {
                client.lose();
            } catch (IOException _) {
                // It is lost either way.
            }
            client = null;
        }
    }

    private WireClient connect() throws IOException, LostException, InterruptedException {
        WireClient now = client;
        if (now != null && now.isOpen()) {
            return now;
        }
        int number = ++connections;
        WireClient opened =
                WireClient.open(server, WireClient.Options.plain().withListener(frame -> hear(number, frame)));
        client = opened;
        Json.Obj answer = Json.Obj.EMPTY;
        if (!session.isEmpty()) {
            answer = opened.ask(
                    Json.Obj.EMPTY
                            .with("op", "resume")
                            .with("v", 1)
                            .with("app", credentials.app())
                            .with("session", session),
                    ANSWER_MAX);
        }
        if (!answer.has("session")) {
            answer = ok(opened.ask(login(), ANSWER_MAX), "login");
        }
        session = answer.text("session");
        return opened;
    }

    private Json.Obj login() {
        return Json.Obj.EMPTY
                .with("op", "login")
                .with("v", 1)
                .with("app", credentials.app())
                .with("token", credentials.token(user, Duration.ofHours(2)))
                .with("device", "load");
    }

    /// A refusal of what must be granted would hide a fault: only "later" ones are taken as a lost connection.
    private static Json.Obj ok(Json.Obj answer, String what) throws LostException {
        if (answer.has("err")) {
            if (answer.object("err").text("band").equals("later")) {
                throw new LostException(what + " refused for now: " + answer);
            }
            throw new IllegalStateException(what + " refused: " + answer);
        }
        return answer;
    }

    private void hear(int connection, Received frame) {
        if (frame.counted() && !frame.body().text("to").equals("u:") && isOurs(frame.body())) {
            notes.pushed(connection, Row.of(frame.body()));
        }
    }

    private boolean isOurs(Json.Obj push) {
        String kind = push.text("event");
        return kind.isEmpty() || kind.equals("recall");
    }

    /// Sends again, in order, what has no answer yet.
    private void settle(WireClient connected) throws LostException, InterruptedException {
        for (Notes.Entry entry : notes.unanswered()) {
            notes.retried();
            long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - entry.firstAtNanos());
            take(entry, await(connected.request(frame(entry).with("retry", true).with("age", age))));
        }
    }

    private Json.Obj frame(Notes.Entry entry) {
        return Json.Obj.EMPTY
                .with("op", "send")
                .with("to", "s:" + partner)
                .with("cid", entry.cid())
                .with("type", "text")
                .with("content", Json.Obj.EMPTY.with("text", entry.text()));
    }

    private void take(Notes.Entry entry, Json.Obj reply) throws LostException, InterruptedException {
        if (reply.has("err")) {
            notes.refused(entry);
            calm(reply);
        } else {
            notes.answered(entry, reply);
        }
    }

    /// Waits as a refusal asks; a refusal that asks for something else is a fault of this run.
    private static void calm(Json.Obj reply) throws LostException, InterruptedException {
        Json.Obj err = reply.object("err");
        if (!err.text("band").equals("later")) {
            throw new IllegalStateException("an honest request was refused: " + reply);
        }
        Moment.pass(Duration.ofMillis(Math.max(RECONNECT_MS, err.number("after"))));
    }

    private static Json.Obj await(CompletableFuture<Json.Obj> reply) throws LostException, InterruptedException {
        try {
            return reply.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LostException("no answer: " + e);
        }
    }

    private void act(WireClient connected) throws LostException, InterruptedException, IOException {
        int dice = random.nextInt(100);
        if (dice < 70) {
            send(connected, 1 + random.nextInt(WINDOW_MAX));
        } else if (dice < 82) {
            read(connected);
        } else if (dice < 90) {
            recall(connected);
        } else if (dice < 95) {
            sendAgain(connected);
        } else {
            acknowledge(connected);
        }
    }

    private void send(WireClient connected, int count) throws LostException, InterruptedException {
        var entries = new ArrayList<Notes.Entry>();
        var replies = new ArrayList<CompletableFuture<Json.Obj>>();
        for (int i = 0; i < count; i++) {
            String cid = "c" + ++written;
            Notes.Entry entry = notes.willSend(cid, user + " says " + cid, System.nanoTime());
            entries.add(entry);
            replies.add(connected.request(frame(entry)));
        }
        for (int i = 0; i < count; i++) {
            take(entries.get(i), await(replies.get(i)));
        }
    }

    private void read(WireClient connected) throws LostException, InterruptedException {
        long n = notes.highest();
        if (n > 0) {
            Json.Obj reply = await(connected.request(Json.Obj.EMPTY
                    .with("op", "read")
                    .with("conv", "s:" + partner)
                    .with("n", n)));
            if (reply.has("err")) {
                calm(reply);
            } else {
                notes.marked(reply.number("n"));
            }
        }
    }

    private void recall(WireClient connected) throws LostException, InterruptedException {
        List<Notes.Entry> mine = notes.answeredOnes();
        if (mine.isEmpty()) {
            return;
        }
        Notes.Entry last = mine.getLast();
        if (System.nanoTime() - last.firstAtNanos() > RECALL_MAX.toNanos()) {
            return;
        }
        long n = notes.numberOf(last);
        Json.Obj reply = await(connected.request(
                Json.Obj.EMPTY.with("op", "recall").with("conv", "s:" + partner).with("n", n)));
        if (reply.has("err")) {
            calm(reply);
        } else {
            notes.recalled(n, reply);
        }
    }

    /// What an impatient client does: sends what was answered already, with and without saying so.
    private void sendAgain(WireClient connected) throws LostException, InterruptedException {
        List<Notes.Entry> mine = notes.answeredOnes();
        if (mine.isEmpty()) {
            return;
        }
        Notes.Entry again = mine.get(random.nextInt(mine.size()));
        Json.Obj reply = await(connected.request(frame(again).with("retry", true)));
        if (reply.has("err")) {
            calm(reply);
        } else {
            notes.answered(again, reply);
        }
    }

    private void acknowledge(WireClient connected) throws IOException {
        long n = notes.highest();
        if (n > 0) {
            connected.say(Json.Obj.EMPTY
                    .with("op", "ack")
                    .with("got", Json.read("[[\"s:" + partner + "\"," + n + "]]"))
                    .toString());
        }
    }

    /// After the run: a fresh device syncs from 0 and reads everything.
    Testimony testify() throws IOException, LostException, InterruptedException {
        disconnect();
        try (WireClient fresh = WireClient.open(server, WireClient.Options.plain())) {
            Json.Obj _ = ok(fresh.ask(login().with("device", "witness"), ANSWER_MAX), "login");
            Json.Obj summary = summary(fresh);
            List<Row> rows =
                    history(fresh, "s:" + partner).stream().map(Row::of).toList();
            List<Long> receipts = history(fresh, "u:").stream()
                    .filter(entry -> entry.text("event").equals("receipt")
                            && entry.text("user").equals(partner))
                    .map(entry -> entry.number("read"))
                    .toList();
            List<Json> mark = summary.list("mark");
            var end = new Testimony.Summary(
                    summary.number("head"),
                    summary.number("k"),
                    summary.number("unread"),
                    whole(mark, 0),
                    whole(mark, 1),
                    summary.number("read"),
                    summary.object("peer").number("read"));
            return notes.testimony(user, rows, end, receipts);
        }
    }

    private static long whole(List<Json> numbers, int index) {
        return index < numbers.size() && numbers.get(index) instanceof Json.Num number
                ? number.value().longValueExact()
                : 0;
    }

    /// The conversation's summary, as a sync from 0 tells it.
    private Json.Obj summary(WireClient fresh) throws LostException, InterruptedException {
        Json next = Json.Null.NULL;
        Json.Obj found = Json.Obj.EMPTY;
        Json.Obj page;
        do {
            page = ok(
                    fresh.ask(
                            Json.Obj.EMPTY.with("op", "sync").with("cursor", 0).with("next", next), ANSWER_MAX),
                    "sync");
            for (Json.Obj conversation : page.objects("conversations")) {
                if (conversation.text("conv").equals("s:" + partner)) {
                    found = conversation;
                }
            }
            next = page.get("next");
        } while (page.get("more").equals(new Json.Bool(true)));
        return found;
    }

    private static List<Json.Obj> history(WireClient fresh, String conv) throws LostException, InterruptedException {
        var entries = new ArrayList<Json.Obj>();
        Json.Obj page;
        do {
            page = ok(
                    fresh.ask(
                            Json.Obj.EMPTY
                                    .with("op", "history")
                                    .with("conv", conv)
                                    .with("dir", "forward")
                                    .with(
                                            "from",
                                            entries.isEmpty()
                                                    ? 1
                                                    : entries.getLast().number("n") + 1)
                                    .with("limit", PAGE),
                            ANSWER_MAX),
                    "history");
            entries.addAll(page.objects("entries"));
        } while (page.get("more").equals(new Json.Bool(true))
                && !page.list("entries").isEmpty());
        return entries;
    }
}

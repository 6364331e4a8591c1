package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Sentences about many messages at once, and about what all hold in the end.
final class BulkPhrases {
    /// Sends that wait for their answer at one time; below the server's limit of a session.
    private static final int WINDOW = 100;

    private static final int PAGE = 100;
    private static final long TOO_FAST = 3001;

    private BulkPhrases() {}

    static List<Phrase> all() {
        return List.of(
                Phrase.of(
                        "ACTOR sends NUMBER texts to PLACE as PREFIX",
                        (stage, words, _) -> sendMany(stage, words, words.get("PLACE"), 0)),
                Phrase.of(
                        "ACTOR sends NUMBER texts of SIZE letters to PLACE as PREFIX",
                        (stage, words, _) -> sendMany(stage, words, words.get("PLACE"), words.number("SIZE"))),
                Phrase.of("ACTOR and OTHER send each other NUMBER texts at once as PREFIX", BulkPhrases::eachOther),
                Phrase.of("ACTOR asks ping NUMBER times at once", BulkPhrases::pingMany),
                Phrase.of("ACTOR floods NUMBER texts to PLACE as PREFIX", BulkPhrases::flood),
                Phrase.of("ACTOR hears NUMBER messages from OTHER", BulkPhrases::hearMany),
                Phrase.of("ACTOR and OTHER hold the same NUMBER entries", BulkPhrases::sameEntries));
    }

    private static void sendMany(Stage stage, Words words, String place, int size) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        sendMany(stage, actor, stage.place(place), words.get("PREFIX"), words.number("NUMBER"), size);
    }

    /// Sends in windows; what is refused as too fast is sent again after the time that the refusal names.
    private static void sendMany(Stage stage, Actor actor, String place, String prefix, int count, int size)
            throws Exception {
        for (int from = 1; from <= count; from += WINDOW) {
            var answers = new ArrayList<CompletableFuture<Json.Obj>>();
            int to = Math.min(count, from + WINDOW - 1);
            for (int i = from; i <= to; i++) {
                answers.add(actor.client().request(stage.fill(text(place, prefix + i, size))));
            }
            for (int i = from; i <= to; i++) {
                Json.Obj answer = await(stage, answers.get(i - from));
                while (answer.object("err").number("code") == TOO_FAST) {
                    Moment.pass(
                            Duration.ofMillis(Math.max(1, answer.object("err").number("after"))));
                    answer = stage.raw(actor, text(place, prefix + i, size));
                }
                stage.judgeSend(actor, place, prefix + i, answer, new Expectation.Fine());
            }
        }
    }

    private static Json.Obj text(String place, String cid, int size) {
        return Json.Obj.EMPTY
                .with("op", "send")
                .with("to", place)
                .with("cid", cid)
                .with("type", "text")
                .with("content", Json.Obj.EMPTY.with("text", cid + "x".repeat(size)));
    }

    private static Json.Obj await(Stage stage, Future<Json.Obj> answer) throws Exception {
        try {
            return answer.get(stage.deadline().toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ScenarioFailure("a send was not answered: " + e.getCause(), e);
        }
    }

    private static void eachOther(Stage stage, Words words, Expectation expect) throws Exception {
        Actor one = stage.actor(words.get("ACTOR"));
        Actor other = stage.actor(words.get("OTHER"));
        int count = words.number("NUMBER");
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = both.submit(() -> {
                sendMany(stage, one, "s:" + other.user(), words.get("PREFIX"), count, 0);
                return null;
            });
            Future<?> second = both.submit(() -> {
                sendMany(stage, other, "s:" + one.user(), words.get("PREFIX"), count, 0);
                return null;
            });
            first.get();
            second.get();
        }
    }

    private static void pingMany(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        var answers = new ArrayList<CompletableFuture<Json.Obj>>();
        for (int i = 0; i < words.number("NUMBER"); i++) {
            answers.add(actor.client().request(Json.Obj.EMPTY.with("op", "ping")));
        }
        for (CompletableFuture<Json.Obj> answer : answers) {
            Json.Obj _ = stage.judge(await(stage, answer), expect);
        }
    }

    /// More sends than may wait at once. Each is answered; the last refusal must be as expected. What was accepted
    /// is remembered, so that sending the rest later finds every answer the same.
    private static void flood(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        String place = stage.place(words.get("PLACE"));
        var answers = new ArrayList<CompletableFuture<Json.Obj>>();
        for (int i = 1; i <= words.number("NUMBER"); i++) {
            answers.add(actor.client().request(stage.fill(text(place, words.get("PREFIX") + i, 0))));
        }
        Json.Obj refused = Json.Obj.EMPTY;
        for (int i = 1; i <= answers.size(); i++) {
            Json.Obj answer = await(stage, answers.get(i - 1));
            if (answer.has("err")) {
                refused = answer;
            } else {
                stage.judgeSend(actor, place, words.get("PREFIX") + i, answer, new Expectation.Fine());
            }
        }
        Json.Obj _ = stage.judge(refused, expect);
    }

    private static void hearMany(Stage stage, Words words, Expectation expect) throws Exception {
        String from = stage.actor(words.get("OTHER")).user();
        long last = 0;
        for (int i = 0; i < words.number("NUMBER"); i++) {
            Received frame = MessagePhrases.next(
                    stage,
                    words,
                    push -> push.op().equals("msg") && push.body().text("from").equals(from),
                    "message " + (i + 1) + " from " + from);
            if (frame.body().number("n") <= last) {
                throw new ScenarioFailure("number " + frame.body().number("n") + " came after " + last);
            }
            last = frame.body().number("n");
        }
    }

    /// Both read the whole conversation: the same entries, numbered 1 … without holes, ids increasing.
    private static void sameEntries(Stage stage, Words words, Expectation expect) throws Exception {
        Actor one = stage.actor(words.get("ACTOR"));
        Actor other = stage.actor(words.get("OTHER"));
        List<Json.Obj> mine = history(stage, one, one.user().equals(other.user()) ? place(words) : "s:" + other.user());
        List<Json.Obj> theirs = history(stage, other, "s:" + one.user());
        long mid = 0;
        for (int i = 0; i < mine.size(); i++) {
            if (mine.get(i).number("n") != i + 1 || mine.get(i).number("mid") <= mid) {
                throw new ScenarioFailure("entry " + (i + 1) + " after mid " + mid + " is " + mine.get(i));
            }
            mid = mine.get(i).number("mid");
        }
        if (mine.size() != words.number("NUMBER")) {
            throw new ScenarioFailure("there are " + mine.size() + " entries");
        }
        if (!mine.equals(theirs)) {
            throw new ScenarioFailure(one.name() + " holds " + mine + "\n and " + other.name() + " holds " + theirs);
        }
    }

    private static String place(Words words) {
        return "s:" + words.get("OTHER");
    }

    private static List<Json.Obj> history(Stage stage, Actor actor, String place) throws Exception {
        var entries = new ArrayList<Json.Obj>();
        Json.Obj page;
        do {
            var ask = Json.Obj.EMPTY
                    .with("op", "history")
                    .with("conv", place)
                    .with("dir", "forward")
                    .with("from", entries.isEmpty() ? 1 : entries.getLast().number("n") + 1)
                    .with("limit", PAGE);
            page = stage.ask(actor, ask, new Expectation.Fine());
            entries.addAll(page.objects("entries"));
        } while (page.text("more").isEmpty() && page.get("more").equals(new Json.Bool(true)));
        return entries;
    }
}

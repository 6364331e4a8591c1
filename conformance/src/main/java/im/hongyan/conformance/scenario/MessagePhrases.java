package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.Received;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Sentences about requests, their answers, and what is pushed.
final class MessagePhrases {
    /// What tells pushes of one kind apart: within it they are expected in sequence.
    private static final Set<String> STREAM = Set.of("from", "to", "conv", "user", "name");

    private static final Duration POLL = Duration.ofMillis(50);

    private MessagePhrases() {}

    static List<Phrase> all() {
        return List.of(
                Phrase.of("ACTOR sends STRING to PLACE as CID [with JSON]", MessagePhrases::send),
                Phrase.of("ACTOR sends TYPE JSON to PLACE as CID [with EXTRA]", MessagePhrases::sendTyped),
                Phrase.of(
                        "ACTOR sends CID again [with JSON]",
                        (stage, words, expect) -> again(stage, words, expect, false)),
                Phrase.of("ACTOR retries CID [with JSON]", (stage, words, expect) -> again(stage, words, expect, true)),
                Phrase.of("ACTOR asks OP [JSON]", MessagePhrases::ask),
                Phrase.of("ACTOR asks OP [JSON] until", MessagePhrases::askUntil),
                Phrase.of("ACTOR says OP [JSON]", MessagePhrases::say),
                Phrase.of("ACTOR hears STRING from OTHER [JSON]", MessagePhrases::hearText),
                Phrase.of(
                        "ACTOR hears event KIND [JSON]",
                        (stage, words, _) -> hear(stage, words, "event " + words.get("KIND"), words.json("JSON"))),
                Phrase.of("ACTOR hears reply JSON", MessagePhrases::hearReply),
                Phrase.of("ACTOR hears nothing more", (stage, words, _) -> hearNothing(stage, words, _ -> true)),
                Phrase.of(
                        "ACTOR hears no KIND",
                        (stage, words, _) ->
                                hearNothing(stage, words, frame -> frame.op().equals(words.get("KIND")))),
                Phrase.of(
                        "ACTOR hears KIND [JSON]",
                        (stage, words, _) -> hear(stage, words, words.get("KIND"), words.json("JSON"))));
    }

    private static void send(Stage stage, Words words, Expectation expect) throws Exception {
        var content = Json.Obj.EMPTY.with("text", words.string("STRING"));
        send(stage, words, "text", content, words.json("JSON"), expect);
    }

    private static void sendTyped(Stage stage, Words words, Expectation expect) throws Exception {
        send(stage, words, words.get("TYPE"), words.json("JSON"), words.json("EXTRA"), expect);
    }

    private static void send(
            Stage stage, Words words, String type, Json.Obj content, Json.Obj extra, Expectation expect)
            throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        String cid = words.get("CID");
        var frame = Json.Obj.EMPTY
                .with("op", "send")
                .with("to", stage.place(words.get("PLACE")))
                .with("cid", cid)
                .with("type", type)
                .with("content", content)
                .and(extra);
        actor.sent().putIfAbsent(cid, frame);
        stage.judgeSend(actor, frame.text("to"), cid, stage.raw(actor, frame), expect);
    }

    private static void again(Stage stage, Words words, Expectation expect, boolean retry) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        String cid = words.get("CID");
        Json.Obj frame = actor.sent().get(cid);
        if (frame == null) {
            throw new ScenarioFailure(actor.name() + " never sent " + cid);
        }
        if (retry) {
            frame = frame.with("retry", true).with("age", 1000);
        }
        stage.judgeSend(actor, frame.text("to"), cid, stage.raw(actor, frame.and(words.json("JSON"))), expect);
    }

    private static Json.Obj frame(Words words) {
        return Json.Obj.EMPTY.with("op", words.get("OP")).and(words.json("JSON"));
    }

    private static void ask(Stage stage, Words words, Expectation expect) throws Exception {
        Json.Obj _ = stage.ask(stage.actor(words.get("ACTOR")), frame(words), expect);
    }

    /// Asks again and again until the answer fits: for what becomes true soon after something else.
    private static void askUntil(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        long until = System.nanoTime() + stage.deadline().toNanos();
        while (true) {
            Json.Obj answer = stage.raw(actor, frame(words));
            try {
                Json.Obj _ = stage.judge(answer, expect);
                return;
            } catch (ScenarioFailure e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Moment.pass(POLL);
            }
        }
    }

    /// A request without an id: it is not answered.
    private static void say(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        actor.client().say(stage.fill(frame(words)).toString());
    }

    private static void hearText(Stage stage, Words words, Expectation expect) throws Exception {
        var pattern = Json.Obj.EMPTY
                .with("from", stage.actor(words.get("OTHER")).user())
                .with("type", "text")
                .with("content", Json.Obj.EMPTY.with("text", words.string("STRING")))
                .and(words.json("JSON"));
        hear(stage, words, "msg", pattern);
    }

    /// The next push of its kind and stream must fit.
    private static void hear(Stage stage, Words words, String kind, Json.Obj pattern) throws Exception {
        Predicate<Received> sameStream = frame -> frame.kind().equals(kind);
        for (var field : pattern.fields().entrySet()) {
            if (STREAM.contains(field.getKey()) && field.getValue() instanceof Json.Text value) {
                sameStream =
                        sameStream.and(frame -> frame.body().get(field.getKey()).equals(value));
            }
        }
        stage.fits(pattern, next(stage, words, sameStream, kind + " " + pattern).body());
    }

    private static void hearReply(Stage stage, Words words, Expectation expect) throws Exception {
        Json.Obj pattern = words.json("JSON");
        Received reply = next(
                stage,
                words,
                frame -> frame.isReply() && frame.body().number("re") == pattern.number("re"),
                "reply " + pattern);
        stage.fits(pattern, reply.body());
    }

    static Received next(Stage stage, Words words, Predicate<Received> wanted, String what) throws ScenarioFailure {
        Actor actor = stage.actor(words.get("ACTOR"));
        try {
            return actor.client()
                    .take(wanted, stage.deadline())
                    .orElseThrow(() -> new ScenarioFailure(actor.name() + " waited in vain for " + what));
        } catch (LostException e) {
            throw new ScenarioFailure(actor.name() + " waited for " + what + ": " + e.getMessage(), e);
        }
    }

    private static void hearNothing(Stage stage, Words words, Predicate<Received> unwanted) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        Optional<Received> heard = actor.client()
                .take(
                        frame -> !frame.isReply() && unwanted.test(frame),
                        stage.venue().patience().quiet());
        if (heard.isPresent()) {
            throw new ScenarioFailure(actor.name() + " should hear nothing and heard "
                    + Stage.shorten(heard.get().text()));
        }
    }
}

package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.wire.Ending;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.RawSocket;
import im.hongyan.conformance.wire.WireClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sentences about connections and sessions: how they begin, how they end, and bytes that are no proper frames.
final class SessionPhrases {
    private static final Duration DRIBBLE_GAP = Duration.ofMillis(10);

    private SessionPhrases() {}

    static List<Phrase> all() {
        return List.of(
                Phrase.of("ACTOR connects", (stage, words, _) -> connect(stage, words)),
                Phrase.of("ACTOR connects with a small window", (stage, words, _) -> {
                    stage.actor(words.get("ACTOR")).smallWindow(true);
                    connect(stage, words);
                }),
                Phrase.of("ACTOR logs in [on PLATFORM] [with JSON]", SessionPhrases::login),
                Phrase.of("ACTOR resumes [with JSON]", SessionPhrases::resume),
                Phrase.of("ACTOR logs out", SessionPhrases::logout),
                Phrase.of("ACTOR loses connection", (stage, words, _) -> client(stage, words)
                        .lose()),
                Phrase.of("ACTOR stops reading", (stage, words, _) -> client(stage, words)
                        .reading(false)),
                Phrase.of("ACTOR reads on", (stage, words, _) -> client(stage, words)
                        .reading(true)),
                Phrase.of("ACTOR is let go with CODE NAME [JSON]", SessionPhrases::letGo),
                Phrase.of("ACTOR is cut off [with CODE]", SessionPhrases::cutOff),
                Phrase.of("ACTOR opens a bare connection", SessionPhrases::bare),
                Phrase.of("ACTOR writes bytes STRING", SessionPhrases::writeBytes),
                Phrase.of("ACTOR writes text STRING", (stage, words, _) -> client(stage, words)
                        .say(words.string("STRING"))),
                Phrase.of("ACTOR writes text of NUMBER letters", (stage, words, _) -> client(stage, words)
                        .say("x".repeat(words.number("NUMBER")))),
                Phrase.of("ACTOR writes arrays nested NUMBER deep", (stage, words, _) -> client(stage, words)
                        .say("{\"op\":\"ping\",\"x\":" + "[".repeat(words.number("NUMBER"))
                                + "]".repeat(words.number("NUMBER")) + "}")),
                Phrase.of("ACTOR writes binary of NUMBER bytes", (stage, words, _) -> client(stage, words)
                        .socket()
                        .write(RawSocket.BINARY, new byte[words.number("NUMBER")])),
                Phrase.of("ACTOR writes JSON in NUMBER fragments", SessionPhrases::fragments),
                Phrase.of("ACTOR dribbles JSON", SessionPhrases::dribble),
                Phrase.of("ACTOR reads status CODE", SessionPhrases::status),
                Phrase.of("NUMBER strangers connect", SessionPhrases::strangers),
                Phrase.of("every stranger is let go with CODE", SessionPhrases::strangersGone));
    }

    private static WireClient client(Stage stage, Words words) throws ScenarioFailure {
        return stage.actor(words.get("ACTOR")).client();
    }

    private static void connect(Stage stage, Words words) throws ScenarioFailure, IOException {
        stage.connect(stage.actor(words.get("ACTOR")));
    }

    private static void login(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        if (!actor.isConnected()) {
            stage.connect(actor);
        }
        String platform = words.get("PLATFORM");
        var frame = Json.Obj.EMPTY
                .with("op", "login")
                .with("v", 1)
                .with("app", stage.venue().credentials().app())
                .with("token", new Json.Hole("token(" + actor.user() + ")"))
                .with("device", actor.device())
                .with("platform", platform.isEmpty() ? "other" : platform)
                .and(words.json("JSON"));
        enter(actor, stage.ask(actor, frame, expect));
    }

    private static void resume(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        if (!actor.isConnected()) {
            stage.connect(actor);
        }
        var frame = Json.Obj.EMPTY
                .with("op", "resume")
                .with("v", 1)
                .with("app", stage.venue().credentials().app())
                .with("session", actor.session())
                .and(words.json("JSON"));
        enter(actor, stage.ask(actor, frame, expect));
    }

    private static void enter(Actor actor, Json.Obj answer) {
        if (answer.has("session")) {
            actor.session(answer.text("session"));
        }
    }

    private static void logout(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        Json.Obj _ = stage.ask(actor, Json.Obj.EMPTY.with("op", "logout"), expect);
        Ending end = ending(stage, actor);
        if (end.closeCode() != 1000) {
            throw new ScenarioFailure("a logout closes with 1000, and this was " + end);
        }
    }

    private static Ending ending(Stage stage, Actor actor) throws ScenarioFailure {
        return actor.client()
                .awaitEnd(stage.deadline())
                .orElseThrow(() -> new ScenarioFailure("the connection of " + actor.name() + " is still open"));
    }

    /// `bye` with its reason first, then the close: 4xxx as the bye says, 1009 for what is too large to be read.
    private static void letGo(Stage stage, Words words, Expectation expect) throws ScenarioFailure {
        Actor actor = stage.actor(words.get("ACTOR"));
        Ending end = ending(stage, actor);
        if (end.bye() == null) {
            throw new ScenarioFailure(actor.name() + " heard no bye: " + end.how());
        }
        var bye = Json.Obj.EMPTY
                .with("code", words.number("CODE"))
                .with("name", words.get("NAME"))
                .with("band", new Json.Hole("*"))
                .with("text", new Json.Hole("*"))
                .with("zh", new Json.Hole("*"));
        stage.fits(bye.and(words.json("JSON")), end.bye());
        int close = words.number("CODE") == 4306 ? 1009 : words.number("CODE");
        if (end.closeCode() != close) {
            throw new ScenarioFailure("the close frame should say " + close + " and says " + end.closeCode());
        }
    }

    /// The connection ends, with or without a word.
    private static void cutOff(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        if (actor.isBare()) {
            awaitEndOfBytes(stage, actor.socket());
            return;
        }
        Ending end = ending(stage, actor);
        if (!words.get("CODE").isEmpty() && end.closeCode() != words.number("CODE")) {
            throw new ScenarioFailure("the close frame should say " + words.get("CODE") + ": " + end);
        }
    }

    private static void awaitEndOfBytes(Stage stage, RawSocket socket) throws IOException, ScenarioFailure {
        socket.readTimeout(stage.deadline());
        try {
            int last = socket.read();
            while (last >= 0) {
                last = socket.read();
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new ScenarioFailure("the connection is still open", e);
        } catch (java.net.SocketException _) {
            return; // Reset is an end too.
        }
    }

    private static void bare(Stage stage, Words words, Expectation expect) throws Exception {
        stage.actor(words.get("ACTOR"))
                .bare(new RawSocket(stage.venue().server().address(), InetAddress.getLoopbackAddress(), 0));
    }

    private static void writeBytes(Stage stage, Words words, Expectation expect) throws Exception {
        stage.actor(words.get("ACTOR")).socket().write(words.string("STRING").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(Stage stage, Words words) {
        return stage.fill(words.json("JSON")).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void fragments(Stage stage, Words words, Expectation expect) throws Exception {
        byte[] all = bytes(stage, words);
        int count = words.number("NUMBER");
        int size = (all.length + count - 1) / count;
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(all, i * size, Math.min(all.length, (i + 1) * size));
            client(stage, words).socket().write(RawSocket.encode(i == count - 1, i == 0 ? RawSocket.TEXT : 0, part));
        }
    }

    /// A slow writer: each byte in a packet of its own.
    private static void dribble(Stage stage, Words words, Expectation expect) throws Exception {
        for (byte b : RawSocket.encode(true, RawSocket.TEXT, bytes(stage, words))) {
            client(stage, words).socket().write(new byte[] {b});
            Moment.pass(DRIBBLE_GAP);
        }
    }

    private static void status(Stage stage, Words words, Expectation expect) throws Exception {
        RawSocket socket = stage.actor(words.get("ACTOR")).socket();
        socket.readTimeout(stage.deadline());
        try {
            String line = socket.line();
            if (!line.startsWith("HTTP/1.1 " + words.get("CODE"))) {
                throw new ScenarioFailure("the status should be " + words.get("CODE") + ": " + line);
            }
        } catch (EOFException | java.net.SocketTimeoutException e) {
            throw new ScenarioFailure("no status line came", e);
        }
    }

    private static void strangers(Stage stage, Words words, Expectation expect) throws Exception {
        for (int i = 0; i < words.number("NUMBER"); i++) {
            stage.stranger(i);
        }
    }

    private static void strangersGone(Stage stage, Words words, Expectation expect) throws Exception {
        for (WireClient stranger : stage.strangers()) {
            Optional<Ending> end = stranger.awaitEnd(stage.deadline());
            if (end.isEmpty() || end.get().byeCode() != words.number("CODE")) {
                throw new ScenarioFailure("a stranger should be let go with " + words.get("CODE") + ": " + end);
            }
        }
    }
}

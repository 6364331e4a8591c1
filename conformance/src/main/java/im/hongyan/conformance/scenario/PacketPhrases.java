package im.hongyan.conformance.scenario;

import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.PacketClient;
import im.hongyan.conformance.wire.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Sentences about clients of the MobileIMSDK dialect, on any of its transports: `tcp`, `udp`, `websocket`. Their
/// verbs are others than those of native clients, so that both can play in one scenario.
final class PacketPhrases {
    private static final String SERVER = "server";
    private static final String DATA = "dataContent";
    private static final int LOGIN = 0;
    private static final int KEEP_ALIVE = 1;
    private static final int COMMON = 2;
    private static final int LOGOUT = 3;
    private static final int RECEIVED = 4;
    private static final int ECHO = 5;
    private static final int LOGIN_RESPONSE = 50;

    private PacketPhrases() {}

    static List<Phrase> all() {
        return List.of(
                Phrase.of("ACTOR dials TRANSPORT", (stage, words, _) -> dial(stage, words)),
                Phrase.of("ACTOR joins by TRANSPORT [with JSON]", (stage, words, expect) -> {
                    dial(stage, words);
                    join(stage, words, expect);
                }),
                Phrase.of("ACTOR joins again [with JSON]", PacketPhrases::join),
                Phrase.of("ACTOR tells OTHER STRING as NAME in vain", (stage, words, _) -> {
                    tell(stage, words);
                    nothing(stage, words);
                }),
                Phrase.of("ACTOR tells OTHER STRING as NAME", (stage, words, _) -> {
                    tell(stage, words);
                    acknowledged(stage, words);
                }),
                Phrase.of("ACTOR tells OTHER NUMBER letters as NAME", (stage, words, _) -> {
                    tell(stage, words);
                    acknowledged(stage, words);
                }),
                Phrase.of("ACTOR gets STRING from OTHER [as NAME]", (stage, words, _) -> get(stage, words, true)),
                Phrase.of("ACTOR collects NUMBER texts from OTHER", PacketPhrases::collect),
                Phrase.of("ACTOR gets NUMBER letters from OTHER", (stage, words, _) -> get(stage, words, true)),
                Phrase.of("ACTOR ignores STRING from OTHER [as NAME]", (stage, words, _) -> get(stage, words, false)),
                Phrase.of("ACTOR posts text STRING", (stage, words, _) -> packets(stage, words)
                        .write(words.string("STRING"))),
                Phrase.of("ACTOR posts bytes STRING", (stage, words, _) -> packets(stage, words)
                        .writeRaw(words.string("STRING").getBytes(StandardCharsets.ISO_8859_1))),
                Phrase.of("ACTOR posts an echo of NUMBER bytes", PacketPhrases::echo),
                Phrase.of(
                        "ACTOR posts a keep-alive",
                        (stage, words, _) -> post(
                                stage,
                                words,
                                Json.Obj.EMPTY.with("type", KEEP_ALIVE).with(DATA, "{}"))),
                Phrase.of("ACTOR posts binary JSON", (stage, words, _) -> packets(stage, words)
                        .writeRaw(RawSocket.encode(true, RawSocket.BINARY, frame(stage, words, words.json("JSON"))))),
                Phrase.of("ACTOR posts fragments of JSON", PacketPhrases::fragments),
                Phrase.of("ACTOR posts JSON", (stage, words, _) -> post(stage, words, words.json("JSON"))),
                Phrase.of("ACTOR receives nothing", (stage, words, _) -> nothing(stage, words)),
                Phrase.of(
                        "ACTOR receives JSON",
                        (stage, words, _) ->
                                stage.fits(words.json("JSON"), opened(next(stage, words, words.get("JSON"))))),
                Phrase.of("ACTOR receives an echo of NUMBER bytes", PacketPhrases::hearEcho),
                Phrase.of("ACTOR is dropped [with CODE]", PacketPhrases::dropped),
                Phrase.of("ACTOR hangs up", (stage, words, _) -> packets(stage, words)
                        .lose()),
                Phrase.of(
                        "ACTOR leaves", (stage, words, _) -> post(stage, words, Json.Obj.EMPTY.with("type", LOGOUT))));
    }

    private static PacketClient packets(Stage stage, Words words) throws ScenarioFailure {
        return stage.actor(words.get("ACTOR")).packets();
    }

    private static void dial(Stage stage, Words words) throws Exception {
        var transport = PacketClient.Transport.valueOf(words.get("TRANSPORT").toUpperCase(Locale.ROOT));
        Actor actor = stage.actor(words.get("ACTOR"));
        actor.packets(PacketClient.open(transport, stage.venue().server().address(transport), stage::inward));
    }

    private static void join(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        Json.Obj info = stage.fill(Json.Obj.EMPTY
                .with("loginUserId", actor.user())
                .with("loginToken", "any")
                .with("firstLoginTime", 0)
                .and(words.json("JSON")));
        post(stage, words, Json.Obj.EMPTY.with("type", LOGIN).with(DATA, info.toString()));
        Json.Obj answer = next(stage, words, "an answer to the login");
        stage.fits(Json.Obj.EMPTY.with("type", LOGIN_RESPONSE).with("from", "0"), answer);
        Json content = Json.read(answer.text(DATA));
        stage.fits(
                expect instanceof Expectation.Fits(Json.Obj pattern) ? pattern : Json.Obj.EMPTY.with("code", 0),
                content);
    }

    /// What a packet is when nothing else is said.
    private static Json.Obj packet(Stage stage, Words words, Json.Obj changes) throws ScenarioFailure {
        Json.Obj packet = Json.Obj.EMPTY
                .with("bridge", false)
                .with("type", COMMON)
                .with("from", stage.actor(words.get("ACTOR")).user())
                .with("to", "0")
                .with("QoS", false)
                .with("typeu", -1)
                .with("sm", -1);
        return stage.fill(packet.and(changes));
    }

    private static byte[] frame(Stage stage, Words words, Json.Obj changes) throws ScenarioFailure {
        return packet(stage, words, changes).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void post(Stage stage, Words words, Json.Obj changes) throws ScenarioFailure, IOException {
        packets(stage, words).write(packet(stage, words, changes).toString());
    }

    private static void fragments(Stage stage, Words words, Expectation expect) throws Exception {
        byte[] frame = frame(stage, words, words.json("JSON"));
        byte[] head = java.util.Arrays.copyOf(frame, 4);
        byte[] tail = java.util.Arrays.copyOfRange(frame, 4, frame.length);
        packets(stage, words).writeRaw(RawSocket.encode(false, RawSocket.TEXT, head));
        packets(stage, words).writeRaw(RawSocket.encode(true, 0, tail));
    }

    private static String other(Words words) {
        return words.get("OTHER").equals(SERVER) ? "0" : words.get("OTHER");
    }

    private static String text(Words words) {
        return words.get("STRING").isEmpty() ? "x".repeat(words.number("NUMBER")) : words.string("STRING");
    }

    private static void tell(Stage stage, Words words) throws ScenarioFailure, IOException {
        post(
                stage,
                words,
                Json.Obj.EMPTY
                        .with(DATA, text(words))
                        .with("to", other(words))
                        .with("fp", words.get("NAME"))
                        .with("QoS", true));
    }

    private static void acknowledged(Stage stage, Words words) throws Exception {
        Json.Obj expected = Json.Obj.EMPTY
                .with("bridge", false)
                .with("type", RECEIVED)
                .with(DATA, words.get("NAME"))
                .with("from", other(words))
                .with("to", stage.actor(words.get("ACTOR")).user())
                .with("QoS", false);
        stage.fits(expected, next(stage, words, "the acknowledgement of " + words.get("NAME")));
    }

    private static void get(Stage stage, Words words, boolean acknowledge) throws Exception {
        Json.Obj packet = next(stage, words, words.get("STRING"));
        Json.Obj expected = Json.Obj.EMPTY
                .with("type", COMMON)
                .with(DATA, text(words))
                .with("from", other(words))
                .with("to", stage.actor(words.get("ACTOR")).user())
                .with("QoS", true)
                .with("fp", new Json.Hole("*"));
        stage.fits(words.get("NAME").isEmpty() ? expected : expected.with("fp", words.get("NAME")), packet);
        if (acknowledge) {
            acknowledge(stage, words, packet);
        }
    }

    /// Acknowledges each; every fingerprint must be a new one, and the texts must end in 1, 2, 3 …
    private static void collect(Stage stage, Words words, Expectation expect) throws Exception {
        Set<String> fingerprints = new HashSet<>();
        for (int i = 1; i <= words.number("NUMBER"); i++) {
            Json.Obj packet = next(stage, words, "text " + i);
            String text = packet.text(DATA);
            if (!fingerprints.add(packet.text("fp"))
                    || !text.replaceAll("^.*\\D", "").equals(Integer.toString(i))) {
                throw new ScenarioFailure("text " + i + " is " + packet);
            }
            acknowledge(stage, words, packet);
        }
    }

    private static void acknowledge(Stage stage, Words words, Json.Obj packet) throws ScenarioFailure, IOException {
        post(
                stage,
                words,
                Json.Obj.EMPTY
                        .with("type", RECEIVED)
                        .with(DATA, packet.text("fp"))
                        .with("to", packet.text("from")));
    }

    private static void echo(Stage stage, Words words, Expectation expect) throws Exception {
        Json.Obj empty = Json.Obj.EMPTY.with("type", ECHO).with(DATA, "");
        int bytes = frame(stage, words, empty).length;
        post(stage, words, empty.with(DATA, "x".repeat(Math.max(0, words.number("NUMBER") - bytes))));
    }

    private static void hearEcho(Stage stage, Words words, Expectation expect) throws Exception {
        Json.Obj packet = next(stage, words, "an echo");
        stage.fits(Json.Obj.EMPTY.with("type", 53), packet);
        // One digit more in the type than went out; and names are shown shorter than they came.
        int bytes = stage.fill(packet).toString().length() - 1;
        if (bytes != words.number("NUMBER")) {
            throw new ScenarioFailure("an echo of " + bytes + " bytes came");
        }
    }

    private static Json.Obj next(Stage stage, Words words, String what) throws ScenarioFailure, InterruptedException {
        Actor actor = stage.actor(words.get("ACTOR"));
        try {
            return actor.packets()
                    .next(stage.deadline())
                    .orElseThrow(() -> new ScenarioFailure(actor.name() + " waited in vain for " + what));
        } catch (LostException e) {
            throw new ScenarioFailure(actor.name() + " waited for " + what + ": " + e.getMessage(), e);
        }
    }

    /// With the JSON inside the packet as JSON, where it is an object.
    private static Json.Obj opened(Json.Obj packet) {
        String content = packet.text(DATA);
        return content.startsWith("{") ? packet.with(DATA, Json.read(content)) : packet;
    }

    private static void nothing(Stage stage, Words words) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        try {
            Optional<Json.Obj> heard =
                    actor.packets().next(stage.venue().patience().quiet());
            if (heard.isPresent()) {
                throw new ScenarioFailure(actor.name() + " should receive nothing and received " + heard.get());
            }
        } catch (LostException e) {
            throw new ScenarioFailure(actor.name() + ": " + e.getMessage(), e);
        }
    }

    private static void dropped(Stage stage, Words words, Expectation expect) throws Exception {
        Actor actor = stage.actor(words.get("ACTOR"));
        if (!actor.packets().ends(stage.deadline())) {
            throw new ScenarioFailure(actor.name() + " is still connected");
        }
        if (!words.get("CODE").isEmpty() && actor.packets().closeCode() != words.number("CODE")) {
            throw new ScenarioFailure(
                    actor.name() + " was dropped with " + actor.packets().closeCode());
        }
    }
}

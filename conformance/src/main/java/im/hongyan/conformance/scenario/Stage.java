package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.wire.Json;
import im.hongyan.conformance.wire.LostException;
import im.hongyan.conformance.wire.Received;
import im.hongyan.conformance.wire.WireClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One playing of one scenario: its actors, what it remembers, and how templates become frames and frames are
/// compared. Users get a suffix of this playing, so that scenarios share a server without meeting; it is taken off
/// again from all that is received, so that failures read in the scenario's own words.
final class Stage implements AutoCloseable {
    private static final Duration VALIDITY = Duration.ofHours(1);
    /// Of a slow reader: what it does not read fills up soon.
    private static final int SMALL_WINDOW_BYTES = 4096;

    /// Frames of each actor that are shown with a failure.
    private static final int TRANSCRIPT_MAX = 12;

    private final Venue venue;
    private final Set<String> cast;
    private final String suffix;
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Map<String, Json.Obj> firstAnswers = new HashMap<>();
    private final Bindings bindings = new Bindings();
    private final List<WireClient> strangers = new ArrayList<>();

    Stage(Venue venue, Set<String> cast, String suffix) {
        this.venue = venue;
        this.cast = cast;
        this.suffix = suffix;
    }

    Venue venue() {
        return venue;
    }

    /// How long to wait for what must happen.
    Duration deadline() {
        return venue.patience().deadline();
    }

    Bindings bindings() {
        return bindings;
    }

    List<WireClient> strangers() {
        return strangers;
    }

    Actor actor(String name) throws ScenarioFailure {
        Actor actor = actors.computeIfAbsent(name, Actor::new);
        if (!cast.contains(actor.user())) {
            throw new ScenarioFailure(actor.user() + " is not in the cast");
        }
        return actor;
    }

    /// The id on the wire of a user of the cast.
    String id(String user) {
        return user + suffix;
    }

    /// The conversation that a sentence names: a user of the cast stands for the single conversation.
    static String place(String word, Set<String> cast) {
        return cast.contains(word) ? "s:" + word : word;
    }

    String place(String word) {
        return place(word, cast);
    }

    /// A template as it goes out: names filled in, users of the cast under their ids, tokens signed.
    Json.Obj fill(Json.Obj template) {
        return (Json.Obj) bindings.fill(template, this::outward);
    }

    private Json outward(Json value) {
        return switch (value) {
            case Json.Text(String text) -> new Json.Text(outward(text));
            case Json.Hole(String word)
            when word.startsWith("token(") -> new Json.Text(token(word.substring(6, word.length() - 1)));
            case Json.Hole(String word)
            when word.startsWith("soon(") ->
                new Json.Num(BigDecimal.valueOf(
                        System.currentTimeMillis() + Long.parseLong(word.substring(5, word.length() - 1))));
            case Json.Hole(String word) -> throw new IllegalArgumentException(word + " can not be sent");
            case Json.Obj _, Json.Arr _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    private String outward(String text) {
        if (cast.contains(text)) {
            return id(text);
        }
        return text.startsWith("s:") && cast.contains(text.substring(2)) ? text + suffix : text;
    }

    /// Paths of the REST interface name users too.
    String outwardPath(String path) {
        var parts = new ArrayList<String>();
        for (String part : path.split("/", -1)) {
            parts.add(outward(part));
        }
        return String.join("/", parts);
    }

    String inward(String text) {
        return text.replace(suffix, "");
    }

    /// `bob`, `bob, for 62 s`, `bob, expired`, `bob, forged`, `bob, app other`
    private String token(String words) {
        String[] parts = words.split(", *", -1);
        String user = cast.contains(parts[0]) ? id(parts[0]) : parts[0];
        Credentials credentials = venue.credentials();
        Duration validity = VALIDITY;
        String app = credentials.app();
        for (String part : List.of(parts).subList(1, parts.length)) {
            if (part.equals("expired")) {
                validity = VALIDITY.negated();
            } else if (part.equals("forged")) {
                credentials = credentials.forged();
            } else if (part.startsWith("for ")) {
                validity = Duration.ofSeconds(Long.parseLong(part.replaceAll("\\D", "")));
            } else if (part.startsWith("app ")) {
                app = part.substring(4);
            } else {
                throw new IllegalArgumentException("a token has no " + part);
            }
        }
        return credentials.token(app, user, validity);
    }

    /// Opens a connection for the actor, without a login.
    WireClient connect(Actor actor) throws IOException {
        var options = WireClient.Options.plain()
                .withTranslate(this::inward)
                .withReceiveBuffer(actor.smallWindow() ? SMALL_WINDOW_BYTES : 0);
        WireClient client = WireClient.open(venue.server().address(), options);
        actor.client(client);
        return client;
    }

    /// Opens a connection of somebody without a name, from an address of its own.
    void stranger(int number) throws IOException {
        InetAddress from =
                InetAddress.getByAddress(new byte[] {127, 0, (byte) (1 + number / 200), (byte) (1 + number % 200)});
        strangers.add(WireClient.open(
                venue.server().address(), WireClient.Options.plain().withFrom(from)));
    }

    /// Asks, and compares the answer with what is expected. Returns the answer.
    Json.Obj ask(Actor actor, Json.Obj template, Expectation expect) throws ScenarioFailure, InterruptedException {
        return judge(raw(actor, template), expect);
    }

    /// Asks, whatever the answer.
    Json.Obj raw(Actor actor, Json.Obj template) throws ScenarioFailure, InterruptedException {
        try {
            return actor.client().ask(fill(template), deadline());
        } catch (LostException e) {
            throw new ScenarioFailure(actor.name() + ": " + inward(e.toString()), e);
        }
    }

    /// Compares an answer with what is expected.
    Json.Obj judge(Json.Obj answer, Expectation expect) throws ScenarioFailure {
        switch (expect) {
            case Expectation.Fine _ -> fits(Json.Obj.EMPTY.with("err", new Json.Hole("absent")), answer);
            case Expectation.Fits(Json.Obj pattern) -> {
                fits(Json.Obj.EMPTY.with("err", new Json.Hole("absent")), answer);
                fits(pattern, answer);
            }
            case Expectation.Refused(long code, String name, Json.Obj pattern) -> {
                var err = Json.Obj.EMPTY
                        .with("code", code)
                        .with("name", name)
                        .with("band", new Json.Hole("*"))
                        .with("text", new Json.Hole("*"))
                        .with("zh", new Json.Hole("*"));
                fits(Json.Obj.EMPTY.with("err", err.and(pattern)), answer);
            }
            case Expectation.SameAnswer _ -> throw new ScenarioFailure("only a send has `the same answer`");
        }
        return answer;
    }

    /// Compares the answer to a send; the first good one of each client id in its conversation is remembered.
    void judgeSend(Actor actor, String place, String cid, Json.Obj answer, Expectation expect) throws ScenarioFailure {
        String key = actor.user() + " " + place + " " + cid;
        if (!answer.has("err")) {
            Json.Obj plain = essence(answer);
            Json.Obj first = firstAnswers.putIfAbsent(key, plain);
            if (first != null && !first.equals(plain)) {
                throw new ScenarioFailure(cid + " was answered " + first + " at first and now " + plain);
            }
        }
        if (expect instanceof Expectation.SameAnswer) {
            Json.Obj first = firstAnswers.get(key);
            if (first == null) {
                throw new ScenarioFailure(cid + " was never answered");
            }
            fits(first, answer);
        } else {
            Json.Obj _ = judge(answer, expect);
        }
    }

    private static Json.Obj essence(Json.Obj answer) {
        return Json.Obj.EMPTY
                .with("n", answer.get("n"))
                .with("k", answer.get("k"))
                .with("mid", answer.get("mid"))
                .with("t", answer.get("t"));
    }

    void fits(Json pattern, Json actual) throws ScenarioFailure {
        var wrong = Match.difference(pattern, actual, bindings);
        if (wrong.isPresent()) {
            throw new ScenarioFailure(wrong.get() + "\n      in " + shorten(actual.toString()));
        }
    }

    static String shorten(String text) {
        return text.length() <= 1200 ? text : text.substring(0, 1200) + "… (" + text.length() + " characters)";
    }

    /// The last frames that each actor received, for the report of a failure.
    List<String> transcript() {
        var lines = new ArrayList<String>();
        for (Actor actor : actors.values()) {
            List<Received> frames = actor.frames();
            for (Received frame : frames.subList(Math.max(0, frames.size() - TRANSCRIPT_MAX), frames.size())) {
                lines.add("      " + actor.name() + " < " + shorten(frame.text()));
            }
            List<String> packets = actor.packetTexts();
            for (String packet : packets.subList(Math.max(0, packets.size() - TRANSCRIPT_MAX), packets.size())) {
                lines.add("      " + actor.name() + " < " + shorten(packet));
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        for (Actor actor : actors.values()) {
            actor.leave();
        }
        for (WireClient stranger : strangers) {
            stranger.close();
        }
    }
}

package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Sentences about the server's process, time, and the business back-end.
final class ServerPhrases {
    private ServerPhrases() {}

    static List<Phrase> all() {
        return List.of(
                Phrase.of(
                        "server is killed",
                        (stage, _, _) -> stage.venue().server().kill9()),
                Phrase.of("server stops", (stage, _, _) -> {
                    int code = stage.venue().server().stop();
                    // 143: ended by the signal that asked for it, after the shutdown was done.
                    if (code != 0 && code != 143) {
                        throw new ScenarioFailure("the server ended with " + code);
                    }
                }),
                Phrase.of(
                        "server starts again",
                        (stage, _, _) -> stage.venue().server().restart()),
                Phrase.of(
                        "server is paused",
                        (stage, _, _) -> stage.venue().server().pause()),
                Phrase.of(
                        "server goes on",
                        (stage, _, _) -> stage.venue().server().resume()),
                Phrase.of("there is a file PATH that says STRING", ServerPhrases::file),
                Phrase.of("server run with STRING ends with CODE and says WORDS", ServerPhrases::runAnother),
                Phrase.of("NUMBER ms pass", (_, words, _) -> Moment.pass(Duration.ofMillis(words.number("NUMBER")))),
                Phrase.of(
                        "back-end asks METHOD PATH [JSON]",
                        (stage, words, expect) ->
                                rest(stage, words, stage.venue().adminToken(), 200, expect)),
                Phrase.of(
                        "back-end asks METHOD PATH [JSON] and is refused with CODE",
                        (stage, words, expect) ->
                                rest(stage, words, stage.venue().adminToken(), words.number("CODE"), expect)),
                Phrase.of(
                        "somebody asks METHOD PATH [JSON] and is refused with CODE",
                        (stage, words, expect) -> rest(stage, words, "", words.number("CODE"), expect)));
    }

    /// `$scratch` is a folder of this playing, `$data` and `$port` are the running server's.
    private static String places(Stage stage, String text) {
        ServerProcess server = stage.venue().server();
        return text.replace("$scratch", server.data().resolveSibling("scratch").toString())
                .replace("$data", server.data().toString())
                .replace("$port", Integer.toString(server.address().getPort()));
    }

    private static void file(Stage stage, Words words, Expectation expect) throws IOException {
        Path file = Path.of(places(stage, words.get("PATH")));
        Files.createDirectories(file.getParent());
        Files.writeString(file, words.string("STRING") + "\n");
    }

    private static void runAnother(Stage stage, Words words, Expectation expect) throws Exception {
        String line = places(stage, words.string("STRING"));
        ServerProcess.Ended ended = stage.venue().server().runAnother(List.of(line.split(" ", -1)));
        if (ended.code() != words.number("CODE")) {
            throw new ScenarioFailure("it ended with " + ended.code() + ": " + Stage.shorten(ended.said()));
        }
        String wanted = TemplateReader.readString(words.get("WORDS"));
        if (!ended.said().contains(wanted)) {
            throw new ScenarioFailure("it did not say \"" + wanted + "\": " + Stage.shorten(ended.said()));
        }
    }

    private static void rest(Stage stage, Words words, String credential, int status, Expectation expect)
            throws Exception {
        var request = HttpRequest.newBuilder(stage.venue().server().http(stage.outwardPath(words.get("PATH"))))
                .timeout(stage.deadline());
        if (words.get("JSON").isEmpty()) {
            request.method(words.get("METHOD"), HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("content-type", "application/json")
                    .method(
                            words.get("METHOD"),
                            HttpRequest.BodyPublishers.ofString(
                                    stage.fill(words.json("JSON")).toString()));
        }
        if (!credential.isEmpty()) {
            request.header("authorization", "Bearer " + credential);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean good = status == 200 ? answer.statusCode() / 100 == 2 : answer.statusCode() == status;
            if (!good) {
                throw new ScenarioFailure("status " + answer.statusCode() + ": " + Stage.shorten(answer.body()));
            }
            if (expect instanceof Expectation.Fits(Json.Obj pattern)) {
                stage.fits(pattern, Json.read(stage.inward(answer.body())));
            }
        }
    }
}

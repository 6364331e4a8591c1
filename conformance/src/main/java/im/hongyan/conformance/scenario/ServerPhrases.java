package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Moment;
import im.hongyan.conformance.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

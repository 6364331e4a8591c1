package im.hongyan.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.message.Assists;
import im.hongyan.core.port.Helpers;
import im.hongyan.core.port.Translation;
import im.hongyan.core.port.VoiceToText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AssistsTest {
    private final List<Throwable> faults = new ArrayList<>();

    private Assists with(Translation translation, VoiceToText voice) {
        return new Assists(new Helpers(translation, voice, faults::add), 30);
    }

    private static Outcome<String> english(Assists assists) {
        return MemoryWorld.await(reply -> assists.translate(MemoryWorld.APP, "你好", "zh", "en", reply));
    }

    @Test
    void whatIsInstalledIsAsked() {
        Assists assists = with(
                (app, text, from, to) -> CompletableFuture.completedFuture(app + " " + text + " " + from + " " + to),
                (app, url, language) -> CompletableFuture.completedFuture(url + " " + language));
        assertThat(english(assists)).isEqualTo(Outcome.ok("demo 你好 zh en"));
        Outcome<String> said =
                MemoryWorld.await(reply -> assists.write(MemoryWorld.APP, "https://x/1.mp3", "zh", reply));
        assertThat(said).isEqualTo(Outcome.ok("https://x/1.mp3 zh"));
        assertThat(faults).isEmpty();
    }

    @Test
    void nothingInstalledIsSaid() {
        Assists assists = new Assists(Helpers.NONE, 30);
        assertThat(english(assists)).isEqualTo(Outcome.refused(ErrorCode.PORT_ABSENT));
        Outcome<String> said = MemoryWorld.await(reply -> assists.write(MemoryWorld.APP, "https://x", "", reply));
        assertThat(said).isEqualTo(Outcome.refused(ErrorCode.PORT_ABSENT));
    }

    @Test
    void whatThrowsFailsOrIsSilentIsAFailure() {
        Assists throwing = with(
                (app, text, from, to) -> {
                    throw new IllegalStateException("thrown");
                },
                (app, url, language) -> CompletableFuture.failedFuture(new IllegalStateException("failed")));
        assertThat(english(throwing)).isEqualTo(Outcome.refused(ErrorCode.PORT_FAILED));
        Outcome<String> said = MemoryWorld.await(reply -> throwing.write(MemoryWorld.APP, "https://x", "", reply));
        assertThat(said).isEqualTo(Outcome.refused(ErrorCode.PORT_FAILED));
        Outcome<String> silent = english(with((app, text, from, to) -> new CompletableFuture<>(), null));
        assertThat(silent).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(ErrorCode.PORT_FAILED));
        assertThat(faults).hasSize(3).last().isInstanceOf(TimeoutException.class);
    }
}

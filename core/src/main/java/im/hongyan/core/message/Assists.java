package im.hongyan.core.message;

import im.hongyan.core.account.AppId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.port.Helpers;
import im.hongyan.core.port.Translation;
import im.hongyan.core.port.VoiceToText;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Texts in other languages, and voices as texts, from what the operator has installed. Nothing of it is stored. The
/// reply comes on any thread.
public final class Assists {
    /// A language, as clients name it: `zh-CN` and the like.
    public static final int LANGUAGE_BYTES_MAX = 32;

    private final Helpers helpers;
    private final long answerMs;

    /// @param answerMs how long an answer may take
    public Assists(Helpers helpers, long answerMs) {
        this.helpers = helpers;
        this.answerMs = answerMs;
    }

    /// @param from the text's language; empty = to be found out
    public void translate(AppId app, String text, String from, String to, Consumer<Outcome<String>> reply) {
        Translation translation = helpers.translation();
        if (translation == null) {
            reply.accept(Outcome.refused(ErrorCode.PORT_ABSENT));
        } else {
            ask(() -> translation.translate(app, text, from, to), reply);
        }
    }

    /// @param url where the recording is
    /// @param language spoken in it; empty = to be found out
    public void write(AppId app, String url, String language, Consumer<Outcome<String>> reply) {
        VoiceToText voice = helpers.voiceToText();
        if (voice == null) {
            reply.accept(Outcome.refused(ErrorCode.PORT_ABSENT));
        } else {
            ask(() -> voice.write(app, url, language), reply);
        }
    }

    private void ask(Supplier<CompletionStage<String>> question, Consumer<Outcome<String>> reply) {
        CompletionStage<String> answer;
        try {
            answer = question.get();
        } catch (RuntimeException | LinkageError broken) {
            reply.accept(failed(broken));
            return;
        }
        // A copy, so that the limit of time ends our waiting and not the helper's own future.
        var _ = answer.toCompletableFuture()
                .copy()
                .orTimeout(answerMs, TimeUnit.MILLISECONDS)
                .handle((text, failure) -> {
                    boolean good = failure == null && text != null;
                    return good
                            ? Outcome.ok(text)
                            : failed(failure == null ? new IllegalStateException("no text") : failure);
                })
                .thenAccept(reply)
                .whenComplete((_, broken) -> {
                    if (broken != null) {
                        helpers.faults().accept(broken);
                    }
                });
    }

    private Outcome<String> failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? cause(wrapped) : failure;
        helpers.faults().accept(cause);
        return cause instanceof TimeoutException
                ? Outcome.refused(Refusal.detail(ErrorCode.PORT_FAILED, "no answer within " + answerMs + " ms"))
                : Outcome.refused(ErrorCode.PORT_FAILED);
    }

    private static Throwable cause(CompletionException wrapped) {
        @Nullable Throwable cause = wrapped.getCause();
        return cause == null ? wrapped : cause;
    }
}

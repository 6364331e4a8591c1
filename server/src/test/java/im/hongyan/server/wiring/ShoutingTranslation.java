package im.hongyan.server.wiring;

import im.hongyan.core.account.AppId;
import im.hongyan.core.port.Translation;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A helper as an operator installs one.
public final class ShoutingTranslation implements Translation {
    @Override
    public CompletionStage<String> translate(AppId app, String text, String from, String to) {
        return CompletableFuture.completedFuture(text.toUpperCase(Locale.ROOT) + "!");
    }
}

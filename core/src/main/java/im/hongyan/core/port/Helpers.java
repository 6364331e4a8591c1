package im.hongyan.core.port;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is installed.
///
/// @param translation null = nothing
/// @param voiceToText null = nothing
/// @param faults told of what they fail with
public record Helpers(
        @Nullable Translation translation, @Nullable VoiceToText voiceToText, Consumer<Throwable> faults) {
    public static final Helpers NONE = new Helpers(null, null, _ -> {});
}

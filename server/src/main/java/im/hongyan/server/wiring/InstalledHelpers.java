package im.hongyan.server.wiring;

import im.hongyan.core.port.Helpers;
import im.hongyan.core.port.Translation;
import im.hongyan.core.port.VoiceToText;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the jars in `plugins/` offer to translate texts and to write down voices; the first of each kind is taken.
final class InstalledHelpers {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledHelpers.class);

    private InstalledHelpers() {}

    static Helpers find() {
        return new Helpers(
                first(Translation.class).orElse(null),
                first(VoiceToText.class).orElse(null),
                failure -> LOG.error("A plug-in failed", failure));
    }

    private static <T> Optional<T> first(Class<T> kind) {
        Optional<T> first = ServiceLoader.load(kind).findFirst();
        first.ifPresent(found ->
                LOG.info("{}: {}", kind.getSimpleName(), found.getClass().getName()));
        return first;
    }
}

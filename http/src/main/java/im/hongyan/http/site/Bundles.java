package im.hongyan.http.site;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Many small files as one answer. What may be in it is what has an address of its own.
final class Bundles {
    private static final Set<String> TEXTS = Set.of("json", "wxml", "wxss", "wxs");

    private final SiteSource source;

    Bundles(SiteSource source) {
        this.source = source;
    }

    /// The bundle, or null if the folder is not there.
    @Nullable
    Asset make(SitePath.Bundle bundle) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonObject texts = new JsonObject();
        for (String name : source.list(bundle.folder())) {
            SitePath place = SitePath.of(bundle.address() + name);
            if (bundle.scripts() && place instanceof SitePath.Wrapped wrapped) {
                out.write(Scripts.wrap(wrapped, read(wrapped.file())));
            } else if (!bundle.scripts() && place instanceof SitePath.Plain(String file) && isText(name)) {
                texts.put(name, new String(read(file), StandardCharsets.UTF_8));
            }
        }
        if (out.size() == 0 && texts.isEmpty()) {
            return null;
        }
        return bundle.scripts()
                ? Asset.of(out.toByteArray(), ContentTypes.SCRIPT)
                : Asset.of(texts.encode().getBytes(StandardCharsets.UTF_8), "application/json; charset=utf-8");
    }

    private byte[] read(String file) throws IOException {
        byte[] bytes = source.read(file);
        if (bytes == null) {
            throw new IOException(file + " has gone since its folder was listed");
        }
        return bytes;
    }

    private static boolean isText(String name) {
        return TEXTS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}

package im.hongyan.http.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes what is sent out of what lies in the checkout. Blocks.
final class Assets {
    private final SiteSource source;
    private final Scripts scripts;
    private final byte[] restDescription;

    Assets(SiteSource source, byte[] restDescription) {
        this.source = source;
        this.scripts = new Scripts(source);
        this.restDescription = restDescription;
    }

    /// The asset, or null if there is none.
    ///
    /// @param raw a script as it lies in the checkout, to be read by a person
    @Nullable
    Asset make(SitePath place, Language language, boolean raw) throws IOException {
        return switch (place) {
            case SitePath.Plain(String file) -> plain(file, language);
            case SitePath.Wrapped wrapped -> script(wrapped, raw);
            case SitePath.Bundle bundle -> new Bundles(source).make(bundle);
            case SitePath.Sdk(String name) -> packed(name);
            case SitePath.Document(String file) -> document(file, language);
            case SitePath.Own(String name) -> own(name);
            case SitePath.RestPage _ -> Asset.of(html(RestPage.of(restDescription, language)), ContentTypes.HTML);
            case SitePath.Moved _ -> null;
        };
    }

    private @Nullable Asset plain(String file, Language language) throws IOException {
        String type = ContentTypes.of(file);
        if (type == null) {
            return null;
        }
        byte[] bytes = type.equals(ContentTypes.HTML) ? translated(file, language) : source.read(file);
        return bytes == null ? null : Asset.of(bytes, type);
    }

    /// `page.zh.html` is the Chinese page of `page.html`.
    private byte @Nullable [] translated(String file, Language language) throws IOException {
        int dot = file.lastIndexOf('.');
        byte[] own = language == Language.EN
                ? null
                : source.read(file.substring(0, dot) + "." + language.word() + file.substring(dot));
        return own != null ? own : source.read(file);
    }

    private @Nullable Asset script(SitePath.Wrapped place, boolean raw) throws IOException {
        byte[] bytes = source.read(place.file());
        if (bytes == null) {
            return null;
        }
        return Asset.of(raw ? bytes : Scripts.wrap(place, bytes), ContentTypes.SCRIPT);
    }

    private @Nullable Asset packed(String name) throws IOException {
        byte[] bytes = scripts.pack(name);
        return bytes == null ? null : Asset.of(bytes, ContentTypes.SCRIPT);
    }

    private @Nullable Asset document(String file, Language language) throws IOException {
        byte[] bytes = translated(file, language);
        if (bytes == null) {
            return null;
        }
        Documents.Page page = Documents.render(file, new String(bytes, StandardCharsets.UTF_8));
        return Asset.of(html(PageFrame.page(page.title(), page.html(), language)), ContentTypes.HTML);
    }

    private static Asset own(String name) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not beside its class");
            }
            return Asset.of(in.readAllBytes(), String.valueOf(ContentTypes.of(name)));
        }
    }

    private static byte[] html(String page) {
        return page.getBytes(StandardCharsets.UTF_8);
    }
}

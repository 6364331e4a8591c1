package im.hongyan.http.site;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds of files that the site shows. What is not in this list is not shown.
final class ContentTypes {
    static final String HTML = "text/html; charset=utf-8";
    static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("html", HTML),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", SCRIPT),
            Map.entry("mjs", SCRIPT),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("wxml", TEXT),
            Map.entry("wxss", TEXT),
            Map.entry("wxs", TEXT),
            Map.entry("txt", TEXT),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"));

    private ContentTypes() {}

    static @Nullable String of(String file) {
        return BY_ENDING.get(file.substring(file.lastIndexOf('.') + 1));
    }
}

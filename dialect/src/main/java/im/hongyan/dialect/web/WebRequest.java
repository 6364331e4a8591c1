package im.hongyan.dialect.web;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request, whole.
///
/// @param method in capitals
/// @param headers by name in lower case; several of the same name joined by commas
/// @param body at most [im.hongyan.core.limit.Limits#httpBodyBytesMax]
public record WebRequest(String method, String path, Map<String, String> headers, byte[] body) {
    /// The header's value without white space around it, or null if it is missing or empty.
    public @Nullable String header(String name) {
        String value = headers.get(name.toLowerCase(Locale.ROOT));
        return value == null || value.isBlank() ? null : value.strip();
    }
}

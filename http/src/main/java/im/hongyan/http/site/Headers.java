package im.hongyan.http.site;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every answer of the site tells the browser not to do.
final class Headers {
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.\\[\\]:-]{1,255}");
    private static final String REST =
            "; font-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
                    + " frame-src 'self'; frame-ancestors 'self'";

    private Headers() {}

    static void put(HttpServerRequest request, HttpServerResponse response, boolean phone) {
        response.putHeader("Content-Security-Policy", policy(request.getHeader(HttpHeaders.HOST), phone))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(), payment=()")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept-Language");
    }

    /// A phone compiles templates with WebAssembly, whose output is evaluated, and draws what they style. Nothing
    /// else on the site may.
    static String policy(@Nullable String host, boolean phone) {
        boolean named = host != null && AUTHORITY.matcher(host).matches();
        return "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; connect-src 'self'"
                + (named ? " ws://" + host + " wss://" + host : "")
                + (phone
                        ? "; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'"
                        : "")
                + REST;
    }
}

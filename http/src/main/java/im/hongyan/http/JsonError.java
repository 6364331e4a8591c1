package im.hongyan.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// Errors of HTTP itself, before any REST operation is found, as JSON: `{"err":{"name":…,"text":…}}`.
final class JsonError {
    private JsonError() {}

    /// Answers. The texts are ours and need no escaping.
    static Future<Void> answer(HttpServerResponse response, int status, String name, String text) {
        if (response.ended() || response.headWritten()) {
            return Future.succeededFuture();
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .end("{\"err\":{\"name\":\"" + name + "\",\"text\":\"" + text + "\"}}");
    }

    static String nameOf(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 408 -> "timeout";
            case 413 -> "too_large";
            case 414 -> "address_too_long";
            case 415 -> "unsupported_type";
            case 426 -> "upgrade_required";
            case 429 -> "too_fast";
            case 431 -> "headers_too_large";
            case 503 -> "overloaded";
            default -> status < 500 ? "bad_request" : "internal";
        };
    }

    static String textOf(int status) {
        return switch (status) {
            case 404 -> "Nothing is at this address.";
            case 405 -> "This address does not take this method.";
            case 413 -> "The request is larger than allowed.";
            case 414 -> "The address is longer than allowed.";
            case 431 -> "The headers are larger than allowed.";
            case 400 -> "The request cannot be understood.";
            default -> status < 500 ? "The request was refused." : "Something broke in the server.";
        };
    }
}

package im.hongyan.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The opening handshake of RFC 6455, server side, as a question and an answer; the HTTP around it is somebody
/// else's.
public sealed interface WebSocketHandshake {

    /// To be answered with these bytes: the whole answer, after which the connection speaks WebSocket.
    record Accepted(byte[] answer) implements WebSocketHandshake {}

    /// To be refused.
    ///
    /// @param status of HTTP; with 426 the answer must carry `Sec-WebSocket-Version: 13`
    record Rejected(int status, String sentence) implements WebSocketHandshake {}

    /// The only version there is.
    String VERSION = "13";

    /// Whether the client asks for WebSocket at all.
    ///
    /// @param header gives a request header's value, several of the same name joined by commas
    static boolean isAskedFor(Function<String, @Nullable String> header) {
        return hasToken(header.apply("Upgrade"), "websocket");
    }

    /// Looks at a request for a path that speaks WebSocket.
    static WebSocketHandshake answer(String method, Function<String, @Nullable String> header) {
        if (!method.equals("GET")) {
            return new Rejected(405, "A WebSocket is opened with GET.");
        }
        if (!isAskedFor(header)) {
            return new Rejected(426, "This path speaks WebSocket.");
        }
        if (!hasToken(header.apply("Connection"), "upgrade")) {
            return new Rejected(400, "The Connection header must contain Upgrade.");
        }
        if (!VERSION.equals(trimmed(header.apply("Sec-WebSocket-Version")))) {
            return new Rejected(426, "Only WebSocket version 13 is spoken here.");
        }
        String length = trimmed(header.apply("Content-Length"));
        if (header.apply("Transfer-Encoding") != null || !(length.isEmpty() || length.equals("0"))) {
            return new Rejected(400, "A WebSocket handshake has no body.");
        }
        String key = trimmed(header.apply("Sec-WebSocket-Key"));
        if (!isKey(key)) {
            return new Rejected(400, "Sec-WebSocket-Key must be 16 bytes in Base64.");
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptOf(key) + "\r\n\r\n";
        return new Accepted(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false; // not Base64
        }
    }

    private static String acceptOf(String key) {
        try {
            // Not for secrecy: the standard wants exactly this digest, to show that the server understood.
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest =
                    sha1.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static boolean hasToken(@Nullable String list, String token) {
        if (list == null) {
            return false;
        }
        for (String each : list.split(",")) {
            if (each.strip().toLowerCase(Locale.ROOT).equals(token)) {
                return true;
            }
        }
        return false;
    }

    private static String trimmed(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}

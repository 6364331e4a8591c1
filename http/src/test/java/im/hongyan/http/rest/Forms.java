package im.hongyan.http.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Forms, written by hand.
final class Forms {
    static final String BOUNDARY = "a-boundary";

    private Forms() {}

    /// A form out of its parts, each a head and a body.
    static byte[] form(Object... headsAndBodies) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < headsAndBodies.length; i += 2) {
            text(out, "--" + BOUNDARY + "\r\n" + headsAndBodies[i] + "\r\n\r\n");
            out.writeBytes((byte[]) headsAndBodies[i + 1]);
            text(out, "\r\n");
        }
        text(out, "--" + BOUNDARY + "--\r\n");
        return out.toByteArray();
    }

    static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(String field, String fileName) {
        return "Content-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: text/html";
    }

    static byte[] file(byte[] file) {
        return form(part("file", "a.jpg"), file);
    }
}

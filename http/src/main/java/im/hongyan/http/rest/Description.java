package im.hongyan.http.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The OpenAPI description, written by hand.
public final class Description {
    static final byte[] JSON = read();

    private Description() {}

    /// The document's bytes.
    public static byte[] json() {
        return JSON.clone();
    }

    private static byte[] read() {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not beside its class");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

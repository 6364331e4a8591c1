package im.hongyan.core.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A JSON object as the UTF-8 bytes in which it arrived. Whoever makes one has checked that it is a JSON object;
/// the core never looks inside.
public final class RawJson {
    private final byte[] bytes;

    /// @param bytes belong to the new object: never change them
    public RawJson(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RawJson of(String json) {
        return new RawJson(json.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes themselves, not a copy: never change them.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson json && Arrays.equals(bytes, json.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

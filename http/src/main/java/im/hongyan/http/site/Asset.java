package im.hongyan.http.site;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is sent: bytes that nobody changes, shared by all who ask for them.
///
/// @param type the value of `Content-Type`
/// @param tag the value of `ETag`, made from the bytes
record Asset(byte[] body, String type, String tag) {
    private static final int TAG_BYTES = 12;

    static Asset of(byte[] body, String type) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return new Asset(body, type, '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

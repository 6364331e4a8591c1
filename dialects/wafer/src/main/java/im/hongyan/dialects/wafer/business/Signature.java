package im.hongyan.dialects.wafer.business;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How a business server and a tunnel server know each other: SHA-1 over the text of `data` exactly as it is
/// written, followed by the key that both have.
public final class Signature {
    private Signature() {}

    /// Signs.
    public static String of(String data, String key) {
        return hex("SHA-1", data + key);
    }

    /// Whether the text was signed with this key. Takes the same time however much of it is right.
    public static boolean matches(String data, String key, String signature) {
        return MessageDigest.isEqual(
                of(data, key).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }

    /// The name of a business server to the tunnel server.
    ///
    /// @param serverHost its host, as it tells it
    public static String tcId(String serverHost) {
        return hex("MD5", serverHost);
    }

    private static String hex(String algorithm, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}

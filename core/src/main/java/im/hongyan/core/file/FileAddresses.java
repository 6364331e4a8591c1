package im.hongyan.core.file;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Addresses under which a file can be read without a token, for a time: a picture in a page cannot send one.
/// Whoever has the address can read the file until it expires.
public final class FileAddresses {
    /// Shortest key that is taken.
    public static final int KEY_BYTES = 32;
    /// Addresses made within this time are the same, so that a browser's cache knows a picture again.
    private static final long STEP_MS = 3_600_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;
    private final long lifetimeMs;

    /// @param key a secret of at least [#KEY_BYTES]
    /// @param lifetimeMs how long an address is good for at least
    public FileAddresses(byte[] key, Clock clock, long lifetimeMs) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("the key is too short");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
        this.lifetimeMs = lifetimeMs;
    }

    /// An address.
    ///
    /// @param path with its query, relative to the server
    /// @param expiresAtMs epoch milliseconds
    public record Address(String path, long expiresAtMs) {}

    Address of(FileId id) {
        long expiresAtMs = Math.ceilDiv(clock.millis(), STEP_MS) * STEP_MS + lifetimeMs;
        String path = "/files/" + id + "?e=" + expiresAtMs + "&s=" + signature(id.value(), Long.toString(expiresAtMs));
        return new Address(path, expiresAtMs);
    }

    /// Why an address is not good, or null. The signature is looked at first: only the time of an address of ours
    /// is told to be over.
    @Nullable
    Refusal check(String id, @Nullable String expires, @Nullable String signature) {
        // An expiry is compared as the text it was signed as, so that there is one way to write it.
        boolean genuine = expires != null
                && signature != null
                && expires.length() <= 16
                && FileId.isValid(id)
                && MessageDigest.isEqual(
                        signature(id, expires).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.UTF_8));
        if (!genuine) {
            return Refusal.of(ErrorCode.FILE_ADDRESS_INVALID);
        }
        return Long.parseLong(expires) <= clock.millis() ? Refusal.of(ErrorCode.FILE_ADDRESS_EXPIRED) : null;
    }

    private String signature(String id, String expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(("file\n" + id + "\n" + expires).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}

package im.hongyan.directory;

import java.security.SecureRandom;
import java.util.Base64;

/// A secret that signs an app's tokens. Never printed: its text form shows the key's id only.
public final class AppKey {
    /// HS256 wants at least its hash's length.
    public static final int SECRET_BYTES = 32;

    private static final int KID_BYTES = 6;

    private final String kid;
    private final byte[] secret;
    private final long createdAtMs;

    AppKey(String kid, byte[] secret, long createdAtMs) {
        this.kid = kid;
        this.secret = secret.clone();
        this.createdAtMs = createdAtMs;
    }

    static AppKey random(SecureRandom random, long nowMs) {
        byte[] id = new byte[KID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new AppKey(Base64.getUrlEncoder().withoutPadding().encodeToString(id), secret, nowMs);
    }

    /// The key's id, which a token names in its header.
    public String kid() {
        return kid;
    }

    /// A copy of the secret's bytes.
    public byte[] secret() {
        return secret.clone();
    }

    /// When it was made, in epoch milliseconds.
    public long createdAtMs() {
        return createdAtMs;
    }

    @Override
    public String toString() {
        return "AppKey[" + kid + "]";
    }
}

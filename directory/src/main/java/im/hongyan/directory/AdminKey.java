package im.hongyan.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/// The administrator's key of the server: its hash is stored and held in memory, its clear text is told once.
final class AdminKey {
    /// Begins every key, so that one that leaked into a log or a repository can be searched for.
    static final String PREFIX = "hya_";
    /// Longest credential that is looked at.
    static final int CREDENTIAL_CHARS_MAX = 256;

    private static final int KEY_BYTES = 32;
    private static final String NAME = "admin";

    private final Writer writer;
    private final Clock clock;
    private final SecureRandom random;
    /// Empty = there is none.
    private volatile byte[] hash;

    AdminKey(Writer writer, Clock clock, SecureRandom random, Optional<byte[]> hash) {
        this.writer = writer;
        this.clock = clock;
        this.random = random;
        this.hash = hash.orElse(new byte[0]);
    }

    Optional<String> create() {
        String key = randomKey();
        boolean made = put(key, false);
        return made ? Optional.of(key) : Optional.empty();
    }

    String replace() {
        String key = randomKey();
        put(key, true);
        return key;
    }

    private boolean put(String key, boolean replace) {
        byte[] fresh = sha256(key);
        return writer.write(
                link -> {
                    if (!replace && AdminKeysTable.find(link, NAME).isPresent()) {
                        return false;
                    }
                    AdminKeysTable.put(link, NAME, fresh, clock.millis());
                    return true;
                },
                made -> {
                    if (made) {
                        hash = fresh;
                    }
                });
    }

    /// Compares hashes, in a time that does not depend on where they differ.
    boolean matches(String credential) {
        byte[] known = hash;
        return known.length > 0
                && credential.length() <= CREDENTIAL_CHARS_MAX
                && MessageDigest.isEqual(known, sha256(credential));
    }

    static Optional<byte[]> load(Link link) throws SQLException {
        return AdminKeysTable.find(link, NAME);
    }

    private String randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.Text;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/// Fingerprints and client ids: what names a message here, and what names it in the house.
final class Fingerprints {
    /// Longer ones are taken for none: no client makes them.
    static final int CHARS_MAX = 1_024;

    private static final int CLIENT_ID_BYTES_MAX = 64;

    private Fingerprints() {}

    /// The client id of a message with this fingerprint: the fingerprint itself, or a digest of one that cannot be
    /// an id.
    static String clientId(String fp) {
        if (Text.isId(fp, CLIENT_ID_BYTES_MAX)) {
            return fp;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(fp.getBytes(StandardCharsets.UTF_8));
            return "fp:" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The fingerprint of an entry that has none of its own: always the same one.
    static String of(Entry entry) {
        String place = entry.conversation() instanceof ConversationId.Single(var app, var a, var b)
                ? app.value() + '\n' + a.value() + '\n' + b.value() + '\n' + entry.number()
                : entry.conversation().toString() + '\n' + entry.number();
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

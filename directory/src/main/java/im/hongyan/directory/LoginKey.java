package im.hongyan.directory;

import im.hongyan.core.account.UserKey;

/// A key by which a client that logged in over HTTP is known again.
///
/// @param dialect where it is valid
/// @param hash SHA-256 of the key; belongs to the record
/// @param about whatever the dialect wants to read again
/// @param sealed the same, encrypted by the dialect so that only the key opens it
/// @param createdAtMs when the client logged in, epoch milliseconds
/// @param usedAtMs when it was last renewed
/// @param expiresAtMs when it ends
public record LoginKey(
        UserKey user,
        String dialect,
        byte[] hash,
        String about,
        byte[] sealed,
        long createdAtMs,
        long usedAtMs,
        long expiresAtMs) {}

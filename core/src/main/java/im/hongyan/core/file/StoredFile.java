package im.hongyan.core.file;

import im.hongyan.core.account.UserKey;

/// What is known of a file.
///
/// @param owner who sent it
/// @param width in pixels, of a picture; 0 = not known
/// @param height in pixels, of a picture; 0 = not known
/// @param createdAtMs epoch milliseconds
public record StoredFile(
        FileId id, UserKey owner, FileKind kind, long bytes, int width, int height, long createdAtMs) {}

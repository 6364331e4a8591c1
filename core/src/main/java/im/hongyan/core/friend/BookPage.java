package im.hongyan.core.friend;

import java.util.List;

/// A part of what a user keeps: what changed after a cursor, in order of versions.
///
/// @param version of the book when the page was read
/// @param cursor where the next page begins, now or another day
/// @param seenMs requests that are older have been looked at; epoch milliseconds
/// @param reset whether the reader must first forget all it holds: it is too far behind, or begins
/// @param more whether there is more now
public record BookPage(long version, String cursor, long seenMs, boolean reset, boolean more, List<Item> items) {}

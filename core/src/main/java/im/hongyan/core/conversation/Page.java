package im.hongyan.core.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next what to pass for the next page, or null in the last
/// @param cursor the log position up to which the list is whole (in a sync's last page: the cursor to keep)
/// @param whole false when the server cannot tell what happened since the asker's cursor
public record Page(List<Summary> summaries, @Nullable String next, long cursor, boolean whole) {}

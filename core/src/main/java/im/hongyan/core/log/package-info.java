/// Conversations as logs: entries, heads, members' rows, and the port to where they are kept.
@NullMarked
package im.hongyan.core.log;

import org.jspecify.annotations.NullMarked;

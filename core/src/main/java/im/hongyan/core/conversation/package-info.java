/// A user's list of conversations: unread, marks, settings, synchronising.
@NullMarked
package im.hongyan.core.conversation;

import org.jspecify.annotations.NullMarked;

/// Rooms: who is there now hears what is said now. Membership is of sessions and in memory only; what a room is, is
/// durable.
@NullMarked
package im.hongyan.core.room;

import org.jspecify.annotations.NullMarked;

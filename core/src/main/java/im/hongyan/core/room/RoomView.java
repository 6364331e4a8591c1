package im.hongyan.core.room;

import java.util.Map;

/// A room and how it stands now.
///
/// @param members users who are there
/// @param number of the newest that was said
/// @param sinceMs when counting began, epoch milliseconds: numbers of another time say nothing about these. 0 where
///     they are those of the log, which never begins anew
/// @param shed messages given up under load since then
public record RoomView(
        Room room, int members, long number, long sinceMs, long shed, Map<String, RoomAttribute> attributes) {}

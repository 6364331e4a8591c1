package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;

/// How a message is out of the ordinary.
///
/// @param only in a group, the members it is meant for beside its sender; empty = all
/// @param priority what is given up first when a receiver does not keep up
/// @param lifeMs how long after its acceptance it can be read; 0 = for ever
/// @param burnMs how long after the receiver has read it its content is erased for both; 0 = never
/// @param open whether it is still being written by streaming
public record Special(List<UserId> only, Priority priority, long lifeMs, long burnMs, boolean open) {
    public static final Special NONE = new Special(List.of(), Priority.NORMAL, 0, 0, false);

    public Special withPriority(Priority now) {
        return new Special(only, now, lifeMs, burnMs, open);
    }

    public Special withOpen(boolean now) {
        return new Special(only, priority, lifeMs, burnMs, now);
    }
}

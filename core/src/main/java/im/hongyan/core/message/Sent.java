package im.hongyan.core.message;

import im.hongyan.core.log.Entry;

/// The answer to an accepted message (or recall): where it stands in the log. The same however often it is asked.
///
/// @param counted the running count there
public record Sent(long number, long counted, long position, long timeMs) {
    static Sent of(Entry entry) {
        return new Sent(entry.number(), entry.counted(), entry.position(), entry.timeMs());
    }
}

package im.hongyan.dialects.mobileimsdk;

import java.util.concurrent.atomic.LongAdder;

/// What happened since the start, for `/metrics`.
final class Counters {
    /// Messages that were larger than their receiver's transport takes.
    final LongAdder tooLarge = new LongAdder();
    /// Messages sent once more because nobody acknowledged them.
    final LongAdder resent = new LongAdder();
    /// Messages that nobody acknowledged after that either.
    final LongAdder unacknowledged = new LongAdder();
    /// Messages of clients that were refused, which on this wire has no answer.
    final LongAdder refused = new LongAdder();
}

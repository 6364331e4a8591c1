package im.hongyan.conformance.crash;

import java.util.List;

/// All that one user of a conversation did, was told, and saw. Pure data: the checker needs nothing else.
///
/// @param sends in the order in which they were first written
/// @param recalls that were answered
/// @param marks the read marks that were answered, in order
/// @param pushes as received, in order
/// @param history the whole conversation, read at the end
/// @param summary of the conversation at the end
/// @param receipts the partner's read marks as they stand in this user's feed, in the feed's order
record Testimony(
        String user,
        List<Sent> sends,
        List<Recalled> recalls,
        List<Long> marks,
        List<Pushed> pushes,
        List<Row> history,
        Summary summary,
        List<Long> receipts) {

    /// A message that was sent, perhaps several times.
    ///
    /// @param refused whether some attempt was refused, so that later messages may have overtaken it
    /// @param answers to every attempt that was answered
    record Sent(String cid, String text, boolean refused, List<Answer> answers) {}

    /// @param target the number of the recalled message
    record Recalled(long target, Answer answer) {}

    /// @param connection which of the user's connections brought it, counted from 1
    record Pushed(int connection, Row row) {}

    /// @param mark where unread begins; `markCount` the running count there
    /// @param read the read mark; `peerRead` the partner's
    record Summary(long head, long k, long unread, long mark, long markCount, long read, long peerRead) {}
}

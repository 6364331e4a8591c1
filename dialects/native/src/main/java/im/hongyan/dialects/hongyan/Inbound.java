package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.Refusal;

/// What became of a frame: a request, or why it is none.
sealed interface Inbound permits Request, Inbound.Unreadable {
    /// The frame cannot be carried out.
    ///
    /// @param id the request's id as far as it could be read; 0 = not
    record Unreadable(long id, Refusal refusal) implements Inbound {}
}

package im.hongyan.core.log;

import java.util.List;

/// What has become of a message since it was sent, kept with it.
///
/// @param root number of the message that began the thread it answers in; 0 = it quotes none
/// @param revision how often it was changed: an event that carries a greater one is news to whoever holds this one
/// @param edits how often its content was replaced
/// @param editedAtMs when it last was, epoch milliseconds
/// @param reactions in the order in which their kinds came
public record Story(long root, long revision, int edits, long editedAtMs, List<Reaction> reactions) {
    public static final Story NONE = new Story(0, 0, 0, 0, List.of());

    /// Of a message that nothing has become of yet.
    public static Story in(long root) {
        return root == 0 ? NONE : new Story(root, 0, 0, 0, List.of());
    }

    public Story edited(long atMs) {
        return new Story(root, revision + 1, edits + 1, atMs, reactions);
    }

    /// The same reactions with other users named.
    public Story naming(List<Reaction> same) {
        return new Story(root, revision, edits, editedAtMs, List.copyOf(same));
    }

    public Story withReactions(List<Reaction> now) {
        return new Story(root, revision + 1, edits, editedAtMs, now);
    }
}

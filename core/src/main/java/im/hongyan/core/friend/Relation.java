package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;

/// What two users are to each other, as one of them may know it.
///
/// @param user the other
/// @param blocked whether the one who asks has blocked the other
public record Relation(UserId user, Word word, boolean blocked) {
    /// Words are on the wire: for ever.
    public enum Word {
        NONE("none"),
        /// The other is my friend, and does not have me.
        MINE("mine"),
        /// The other has me as a friend.
        THEIRS("theirs"),
        BOTH("both"),
        /// I have asked and there is no answer yet.
        ASKED("asked"),
        /// The other has asked and waits for my answer.
        WANTED("wanted");

        private final String word;

        Word(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}

package im.hongyan.core.log;

import java.util.ArrayList;
import java.util.List;

/// The small set of marks that a user may put on a conversation: four with a name of their own, the others for the
/// application to give a meaning. A set of marks is one bit each. Numbers are on disk and words on the wire: both
/// for ever.
public final class ConversationMark {
    /// Marks are numbered from 1 to this.
    public static final int MAX = 60;

    private static final List<String> WORDS = words();

    private ConversationMark() {}

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of("star", "unread", "fold", "hide"));
        while (words.size() < MAX) {
            words.add("m" + (words.size() + 1));
        }
        return List.copyOf(words);
    }

    /// The bit of the mark with that word; 0 = there is none.
    public static long bit(String word) {
        int index = WORDS.indexOf(word);
        return index < 0 ? 0 : 1L << index;
    }

    /// The words of a set.
    public static List<String> words(long set) {
        List<String> words = new ArrayList<>(Long.bitCount(set));
        for (long left = set; left != 0; left &= left - 1) {
            int index = Long.numberOfTrailingZeros(left);
            if (index < MAX) {
                words.add(WORDS.get(index));
            }
        }
        return words;
    }
}

package im.hongyan.core.log;

import java.util.List;

/// What a user keeps about a conversation for oneself alone, the same on all the user's devices.
///
/// @param mentions whether mentions of the user come through although the conversation is muted
/// @param draft what the user had begun to write
/// @param custom the application's own text
/// @param marks a set of [ConversationMark]s, one bit each
/// @param folders the numbers of the user's folders that hold it, ascending
public record Notes(boolean mentions, String draft, String custom, long marks, List<Integer> folders) {
    public static final Notes NONE = new Notes(false, "", "", 0, List.of());

    public Notes withMentions(boolean on) {
        return new Notes(on, draft, custom, marks, folders);
    }

    public Notes withDraft(String text) {
        return new Notes(mentions, text, custom, marks, folders);
    }

    public Notes withCustom(String text) {
        return new Notes(mentions, draft, text, marks, folders);
    }

    public Notes withMarks(long set) {
        return new Notes(mentions, draft, custom, set, folders);
    }

    public Notes withFolders(List<Integer> numbers) {
        return new Notes(mentions, draft, custom, marks, List.copyOf(numbers));
    }
}

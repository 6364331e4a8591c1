package im.hongyan.dialect.entry;

import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.Notes;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;

/// What a user has noted about a conversation (`docs/wire/native.md`, section 5.6).
final class NotesJson {
    private NotesJson() {}

    /// Writes what there is, after a comma; nothing where nothing is noted.
    static void notes(JsonOut out, Notes notes) {
        if (notes.equals(Notes.NONE)) {
            return;
        }
        out.raw(Keys.NOTES).bool(notes.mentions());
        if (!notes.draft().isEmpty()) {
            out.raw(Keys.DRAFT).string(notes.draft());
        }
        if (!notes.custom().isEmpty()) {
            out.raw(Keys.CUSTOM).string(notes.custom());
        }
        List<String> marks = ConversationMark.words(notes.marks());
        if (!marks.isEmpty()) {
            out.raw(Keys.MARKS);
            for (int i = 0; i < marks.size(); i++) {
                EntryJson.comma(out, i).string(marks.get(i));
            }
            out.raw(']');
        }
        if (!notes.folders().isEmpty()) {
            out.raw(Keys.FOLDERS);
            for (int i = 0; i < notes.folders().size(); i++) {
                EntryJson.comma(out, i).number(notes.folders().get(i));
            }
            out.raw(']');
        }
        out.raw('}');
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.conversation.ListFilter;
import im.hongyan.core.conversation.SettingsChange;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationMark;
import im.hongyan.core.log.RawJson;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonWalk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of requests that are about a user's own view of conversations.
final class ConversationReader {
    private static final JsonNames NOTES = new JsonNames(List.of("mentions", "draft", "custom", "marks"));
    private static final int MENTIONS = NOTES.find("mentions");
    private static final int DRAFT = NOTES.find("draft");
    private static final int CUSTOM = NOTES.find("custom");
    private static final int MARKS = NOTES.find("marks");

    private ConversationReader() {}

    /// @param notes the object of that name, or null
    static SettingsChange settings(@Nullable Boolean pin, @Nullable Boolean mute, @Nullable RawJson notes, int depthMax)
            throws RefusedException, JsonException {
        if (notes == null) {
            return SettingsChange.of(pin, mute);
        }
        JsonFields fields = new JsonFields(NOTES, ErrorCode.BAD_FRAME, "notes.");
        fields.read(notes.bytes(), 0, notes.length(), depthMax);
        fields.checkTwice();
        long on = 0;
        long off = 0;
        if (fields.has(MARKS)) {
            JsonWalk walk = fields.members(MARKS);
            while (walk.next()) {
                long bit = ConversationMark.bit(walk.name());
                if (bit == 0 || !walk.isTruth()) {
                    throw fields.refused(
                            MARKS,
                            "must hold marks (`star`, `unread`, `fold`, `hide`, `m5` … `m60`), "
                                    + "each true or false");
                }
                on |= walk.truth() ? bit : 0;
                off |= walk.truth() ? 0 : bit;
            }
        }
        return new SettingsChange(
                pin,
                mute,
                fields.boolOrNull(MENTIONS),
                fields.stringOrNull(DRAFT),
                fields.stringOrNull(CUSTOM),
                on,
                off);
    }

    /// @param data of a request for the list; empty = all conversations
    static ListFilter filter(Map<String, String> data) throws RefusedException {
        if (data.isEmpty()) {
            return ListFilter.ALL;
        }
        GroupReader read = new GroupReader(data, Map.of());
        String mark = data.get("mark");
        long bit = mark == null ? 0 : ConversationMark.bit(mark);
        if (mark != null && bit == 0) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_FRAME, "data.mark", "`data.mark` must be the word of a mark"));
        }
        return new ListFilter(
                bit,
                (int) Math.min(Integer.MAX_VALUE, read.number("folder", 0)),
                data.containsKey("unread") && read.truth("unread"));
    }
}

package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The object `how` of a message that is sent.
///
/// @param online whether it is for those who are there now, and kept nowhere
public record SpecialReader(Special special, boolean online) {
    public static final SpecialReader PLAIN = new SpecialReader(Special.NONE, false);

    private static final JsonNames HOW = new JsonNames(List.of("only", "priority", "life", "burn", "online"));
    private static final int ONLY = HOW.find("only");
    private static final int PRIORITY = HOW.find("priority");
    private static final int LIFE = HOW.find("life");
    private static final int BURN = HOW.find("burn");
    private static final int ONLINE = HOW.find("online");

    /// @param first the priority that stands beside `how`
    public static SpecialReader of(@Nullable RawJson how, Priority first, Limits limits)
            throws RefusedException, JsonException {
        if (how == null) {
            return new SpecialReader(Special.NONE.withPriority(first), false);
        }
        JsonFields fields = new JsonFields(HOW, ErrorCode.BAD_FRAME, "how.");
        fields.read(how.bytes(), 0, how.length(), limits.jsonDepthMax());
        fields.checkTwice();
        List<UserId> only = new ArrayList<>();
        if (fields.has(ONLY)) {
            for (String user : fields.strings(ONLY, limits.targetsMax())) {
                only.add(UserId.parse(user));
            }
        }
        String word = fields.stringOrNull(PRIORITY);
        Priority priority = word == null ? first : Priority.of(word);
        if (priority == null) {
            throw fields.refused(PRIORITY, "must be `low`, `normal` or `high`");
        }
        return new SpecialReader(
                new Special(
                        List.copyOf(only),
                        priority,
                        fields.integer(LIFE, 1, JsonText.INTEGER_MAX, 0),
                        fields.integer(BURN, 1, JsonText.INTEGER_MAX, 0),
                        false),
                fields.bool(ONLINE, false));
    }
}

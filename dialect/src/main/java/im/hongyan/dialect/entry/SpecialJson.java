package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import java.util.Map;

/// How a message is out of the ordinary, and what that leads to (`docs/wire/native.md`, section 5.14).
final class SpecialJson {
    private static final String CONTENT = "content";

    private SpecialJson() {}

    /// The object `how`, after a comma; nothing for an ordinary message.
    static void how(JsonOut out, Special special) {
        if (special.equals(Special.NONE)) {
            return;
        }
        out.raw(Keys.HOW);
        int start = out.length();
        users(out, special.only());
        if (special.priority() != Priority.NORMAL) {
            separate(out, start).raw(Keys.PRIORITY).string(special.priority().word());
        }
        if (special.lifeMs() > 0) {
            separate(out, start).raw(Keys.LIFE).number(special.lifeMs());
        }
        if (special.burnMs() > 0) {
            separate(out, start).raw(Keys.BURN).number(special.burnMs());
        }
        if (special.open()) {
            separate(out, start).raw(Keys.OPEN_TRUE);
        }
        out.raw('}');
    }

    private static void users(JsonOut out, List<UserId> only) {
        if (only.isEmpty()) {
            return;
        }
        out.raw(Keys.ONLY);
        for (int i = 0; i < only.size(); i++) {
            EntryJson.comma(out, i).string(only.get(i).value());
        }
        out.raw(']');
    }

    private static JsonOut separate(JsonOut out, int start) {
        return EntryJson.comma(out, out.length() - start);
    }

    static void expired(JsonOut out, Payload.Expired left) {
        out.raw(Keys.CID).string(left.clientId()).raw(left.burnt() ? Keys.TYPE_BURNT : Keys.TYPE_EXPIRED);
    }

    static void withheld(JsonOut out, Payload.Withheld withheld) {
        out.raw(Keys.EVENT_WITHHELD).raw(Keys.COUNTED).bool(withheld.counted());
    }

    static void happened(JsonOut out, Payload.Happened happened) {
        out.raw(Keys.EVENT).string(happened.what().word());
        if (!happened.targets().isEmpty()) {
            out.raw(Keys.TARGETS);
            for (int i = 0; i < happened.targets().size(); i++) {
                EntryJson.comma(out, i).number(happened.targets().get(i));
            }
            out.raw(']');
        }
        String content = happened.fields().get(CONTENT);
        boolean finished = happened.what() == Happening.FINISHED && content != null;
        if (finished && content != null) {
            out.raw(Keys.CONTENT).raw(RawJson.of(content));
        }
        out.raw(Keys.FIELDS_FIRST);
        int i = 0;
        for (Map.Entry<String, String> field : happened.fields().entrySet()) {
            if (!finished || !field.getKey().equals(CONTENT)) {
                EntryJson.comma(out, i++).string(field.getKey()).raw(':').string(field.getValue());
            }
        }
        out.raw('}');
    }
}

package im.hongyan.dialect.entry;

import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import java.util.List;

/// Streamed texts for clients that know only whole messages.
public final class StreamedText {
    private static final String NOTHING = "{\"text\":\"\"}";

    private StreamedText() {}

    /// A message that is still being streamed is nothing; when it is finished, the event that says so is the message.
    public static Payload whole(Payload payload) {
        if (payload instanceof Message message && message.special().open()) {
            return new Payload.Withheld(false);
        }
        if (payload instanceof Payload.Happened happened && happened.what() == Happening.FINISHED) {
            RawJson content = RawJson.of(happened.fields().getOrDefault("content", NOTHING));
            return new Message(happened.sender(), "", ContentKind.TEXT, content, null, List.of(), 0, true, true);
        }
        return payload;
    }
}

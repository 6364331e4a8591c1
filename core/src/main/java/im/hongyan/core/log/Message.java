package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as it is stored and handed on. Content and ext are raw UTF-8 JSON objects in the neutral form of
/// `docs/wire/content.md`, so that what came in is written to disk and to peers without being taken apart; a
/// dialect that needs the parts decodes them.
///
/// @param clientId the sender's own name for it, 1-64 bytes
/// @param content a JSON object that fits `kind`
/// @param ext the application's JSON object, or null
/// @param mentions mentioned users; [#MENTION_ALL] for all
/// @param quote number of the quoted message in the same conversation; 0 = none
/// @param counts whether it counts as unread for others
/// @param notifies whether it may cause an offline notification
/// @param story what has become of it since it was sent
/// @param special how it is out of the ordinary
public record Message(
        UserId sender,
        String clientId,
        ContentKind kind,
        RawJson content,
        @Nullable RawJson ext,
        List<String> mentions,
        long quote,
        boolean counts,
        boolean notifies,
        Story story,
        Special special)
        implements Payload {
    public static final String MENTION_ALL = "*";

    /// An ordinary message of which nothing has become.
    public Message(
            UserId sender,
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            List<String> mentions,
            long quote,
            boolean counts,
            boolean notifies) {
        this(sender, clientId, kind, content, ext, mentions, quote, counts, notifies, Story.NONE, Special.NONE);
    }

    /// The same message with another content, as streaming makes it.
    public Message written(RawJson now, boolean open) {
        return new Message(
                sender, clientId, kind, now, ext, mentions, quote, counts, notifies, story, special.withOpen(open));
    }

    public Message with(Story now) {
        return new Message(sender, clientId, kind, content, ext, mentions, quote, counts, notifies, now, special);
    }

    /// The same message with this about it.
    public Message with(Special now) {
        return new Message(sender, clientId, kind, content, ext, mentions, quote, counts, notifies, story, now);
    }

    /// The same message with other content.
    public Message edited(RawJson other, @Nullable RawJson otherExt, List<String> otherMentions, long atMs) {
        return new Message(
                sender,
                clientId,
                kind,
                other,
                otherExt,
                otherMentions,
                quote,
                counts,
                notifies,
                story.edited(atMs),
                special);
    }
}

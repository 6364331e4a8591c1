package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import im.hongyan.core.log.Story;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that someone wants to send.
///
/// @param to the conversation; in a single one the sender must be a party
/// @param clientId the sender's name for it: accepted at most once per sender
/// @param content a JSON object that the dialect has checked against its kind
/// @param counts whether it counts as unread
/// @param notifies whether it may cause an offline notification
/// @param retry whether it may have been sent before
/// @param ageMs how long ago the first attempt was, milliseconds; 0 = not known
/// @param special how it is out of the ordinary
public record Sending(
        UserKey from,
        ConversationId to,
        String clientId,
        ContentKind kind,
        RawJson content,
        @Nullable RawJson ext,
        List<String> mentions,
        long quote,
        boolean counts,
        boolean notifies,
        boolean retry,
        long ageMs,
        Special special) {
    /// An ordinary message.
    public Sending(
            UserKey from,
            ConversationId to,
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            List<String> mentions,
            long quote,
            boolean counts,
            boolean notifies,
            boolean retry,
            long ageMs) {
        this(from, to, clientId, kind, content, ext, mentions, quote, counts, notifies, retry, ageMs, Special.NONE);
    }

    /// One that is ordinary but for its priority.
    public Sending(
            UserKey from,
            ConversationId to,
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            List<String> mentions,
            long quote,
            boolean counts,
            boolean notifies,
            boolean retry,
            long ageMs,
            Priority priority) {
        this(
                from,
                to,
                clientId,
                kind,
                content,
                ext,
                mentions,
                quote,
                counts,
                notifies,
                retry,
                ageMs,
                Special.NONE.withPriority(priority));
    }

    /// What is given up first when there is too much to hand on.
    public Priority priority() {
        return special.priority();
    }

    /// The same message with this about it.
    public Sending with(Special now) {
        return new Sending(
                from, to, clientId, kind, content, ext, mentions, quote, counts, notifies, retry, ageMs, now);
    }

    /// The same message to another conversation.
    Sending to(ConversationId other) {
        return new Sending(
                from, other, clientId, kind, content, ext, mentions, quote, counts, notifies, retry, ageMs, special);
    }

    /// The same message with this content.
    Sending saying(ContentKind other, RawJson json) {
        return new Sending(
                from, to, clientId, other, json, ext, mentions, quote, counts, notifies, retry, ageMs, special);
    }

    /// As it will be stored, if it answers nothing.
    public Message message() {
        return message(0);
    }

    UserId sender() {
        return from.user();
    }

    /// @param root of the thread it answers in; 0 = none
    Message message(long root) {
        return new Message(
                sender(), clientId, kind, content, ext, mentions, quote, counts, notifies, Story.in(root), special);
    }
}

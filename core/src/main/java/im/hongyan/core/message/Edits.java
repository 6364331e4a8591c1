package im.hongyan.core.message;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.Groups;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.RawJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Replacing what a message says. It keeps its number and its kind, and counts as unread no more than before; an
/// event tells everybody. Of two edits the later one stays, unless its author asked for what he had seen.
public final class Edits {
    private static final int PAGE = 256;
    private static final int PAGE_BYTES_MAX = 262_144;

    private final MessageChanges changes;
    private final SendChecks checks;
    private final Limits limits;
    private final Clock clock;

    public Edits(MessageChanges changes, Limits limits, Clock clock) {
        this.changes = changes;
        this.checks = new SendChecks(limits);
        this.limits = limits;
        this.clock = clock;
    }

    /// New content for a message.
    ///
    /// @param clientId the editor's own name for the edit
    /// @param kind must be the message's
    /// @param ext null = stays
    /// @param mentions null = stay
    /// @param seenEdits how many edits the editor has seen; if there were others, it is refused. Negative =
    ///     whatever
    /// @param retry whether this edit may have been made before
    public record Edit(
            String clientId,
            ContentKind kind,
            RawJson content,
            @Nullable RawJson ext,
            @Nullable List<String> mentions,
            int seenEdits,
            boolean retry) {}

    /// Where the event of a change stands, and the revision of the message that it made.
    public record Changed(Sent at, long revision) {}

    /// Edits a message: one's own for as long as the limit says; as a back-end, or as one whom the group's table
    /// permits it, another's, whenever it was.
    public void edit(
            Groups.Actor actor, ConversationId conversation, long number, Edit edit, Consumer<Outcome<Changed>> reply) {
        changes.change(actor, conversation, standing -> plan(standing, actor, number, edit), reply);
    }

    private MessageChanges.Plan<Changed> plan(Standing standing, Groups.Actor actor, long number, Edit edit)
            throws RefusedException {
        Entry entry = standing.entry(number);
        Message message = Standing.message(entry);
        standing.requireUpon(GroupOperation.EDIT_MESSAGE, message.sender(), ErrorCode.EDIT_NOT_ALLOWED);
        if (edit.retry() && message.story().edits() > 0) {
            Changed first = first(standing, number, edit.clientId());
            if (first != null) {
                return MessageChanges.Plan.nothing(first);
            }
        }
        standing.requireSpeech(clock.millis());
        check(standing, actor, entry, message, edit);
        List<String> mentions = edit.mentions() == null ? message.mentions() : edit.mentions();
        Message now = message.edited(
                edit.content(), edit.ext() == null ? message.ext() : edit.ext(), mentions, clock.millis());
        List<Change> made = new ArrayList<>();
        made.add(new Change.Rewrite(standing.conversation(), number, now));
        mentions(standing.conversation(), number, message, now, made);
        Fate.Edited event = new Fate.Edited(
                standing.user(),
                number,
                message.sender(),
                edit.clientId(),
                now.story().revision(),
                null);
        made.add(new Change.Append(standing.conversation(), event, clock.millis()));
        return new MessageChanges.Plan<>(
                made,
                entries -> new Changed(Sent.of(entries.getLast()), event.revision()),
                told -> new Entry(
                        told.conversation(),
                        told.number(),
                        told.position(),
                        told.timeMs(),
                        told.counted(),
                        event.with(now)));
    }

    private void check(Standing standing, Groups.Actor actor, Entry entry, Message message, Edit edit)
            throws RefusedException {
        Refusal parts = checks.checkParts(new Sending(
                actor.user(),
                standing.conversation(),
                edit.clientId(),
                edit.kind(),
                edit.content(),
                edit.ext(),
                edit.mentions() == null ? List.of() : edit.mentions(),
                0,
                true,
                true,
                edit.retry(),
                0));
        if (parts != null) {
            throw new RefusedException(parts);
        }
        if (edit.kind() != message.kind()) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.BAD_CONTENT,
                    "type",
                    "An edited message keeps its type: " + message.kind().word() + "."));
        }
        boolean own = message.sender().equals(standing.user());
        if (own && clock.millis() - entry.timeMs() > limits.editWindowMs()) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.EDIT_TOO_LATE,
                    "Messages can be edited for " + limits.editWindowMs() / 1000 + " s (edit_window_ms)."));
        }
        if (message.story().edits() >= limits.editsPerMessageMax()) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.EDITS_TOO_MANY,
                    "A message can be edited " + limits.editsPerMessageMax() + " times (edits_per_message_max)."));
        }
        if (edit.seenEdits() >= 0 && edit.seenEdits() != message.story().edits()) {
            throw Standing.refused(ErrorCode.MESSAGE_CHANGED);
        }
    }

    /// Whom the message mentions now and did not before, and the other way round.
    private static void mentions(
            ConversationId conversation, long number, Message before, Message now, List<Change> into) {
        for (String user : before.mentions()) {
            if (!now.mentions().contains(user)) {
                into.add(new Change.Put(conversation, MessageFacts.mention(user, number), Map.of()));
            }
        }
        for (String user : now.mentions()) {
            if (!before.mentions().contains(user)) {
                into.add(new Change.Put(
                        conversation, MessageFacts.mention(user, number), MessageFacts.by(now.sender())));
            }
        }
    }

    /// What the same edit was answered, or null if it is new.
    private @Nullable Changed first(Standing standing, long target, String clientId) {
        MessageLog log = changes.log();
        long from = target + 1;
        while (true) {
            List<Entry> page = log.readForward(standing.conversation(), from, PAGE, PAGE_BYTES_MAX);
            for (Entry entry : page) {
                if (entry.payload() instanceof Fate.Edited edited
                        && edited.target() == target
                        && edited.sender().equals(standing.user())
                        && edited.clientId().equals(clientId)) {
                    return new Changed(Sent.of(entry), edited.revision());
                }
                from = entry.number() + 1;
            }
            if (page.isEmpty()) {
                return null;
            }
        }
    }
}

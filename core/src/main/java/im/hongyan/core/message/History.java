package im.hongyan.core.message;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.conversation.Shown;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.room.Rooms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reading a conversation's past. Methods read the log and block: call them on storage threads.
public final class History {
    /// Which way a page goes from its start.
    public enum Direction {
        BACK,
        FORWARD
    }

    /// A page, ascending.
    ///
    /// @param head the newest number of the conversation
    /// @param more whether the conversation goes on beyond the page in its direction
    public record Page(List<Entry> entries, long head, boolean more) {}

    private final MessageLog log;
    private final Limits limits;
    private final Rooms rooms;
    private final Shown shown;

    public History(MessageLog log, Limits limits, Rooms rooms, Shown shown) {
        this.rooms = rooms;
        this.shown = shown;
        this.log = log;
        this.limits = limits;
    }

    /// A page as the user may see it.
    ///
    /// @param from the number to start at, inclusive; 0 = from the end that the direction starts at
    public Outcome<Page> read(UserKey user, ConversationId conversation, long from, int limit, Direction direction) {
        if (!conversation.app().equals(user.app())) {
            return Outcome.refused(ErrorCode.NOT_A_MEMBER);
        }
        return switch (conversation) {
            case ConversationId.Single(var app, var a, var b) ->
                a.equals(user.user()) || b.equals(user.user())
                        ? Outcome.ok(
                                seen(user, page(conversation, clearedFor(user, conversation), from, limit, direction)))
                        : Outcome.refused(ErrorCode.NOT_A_MEMBER);
            case ConversationId.Feed feed ->
                feed.user().equals(user.user())
                        ? Outcome.ok(page(conversation, 0, from, limit, direction))
                        : Outcome.refused(ErrorCode.NOT_A_MEMBER);
            case ConversationId.Group group -> ofGroup(user, group, from, limit, direction);
            case ConversationId.Room room ->
                rooms.has(room, user.user())
                        ? Outcome.ok(page(conversation, 0, from, limit, direction))
                        : Outcome.refused(ErrorCode.NOT_A_MEMBER);
        };
    }

    private Outcome<Page> ofGroup(UserKey user, ConversationId.Group id, long from, int limit, Direction direction) {
        Member member = log.member(id, user.user());
        return member == null
                ? Outcome.refused(ErrorCode.NOT_A_MEMBER)
                : Outcome.ok(seen(user, page(id, member.cleared().number(), from, limit, direction)));
    }

    /// A page as it is, for an administrator.
    public Page readAll(ConversationId conversation, long from, int limit, Direction direction) {
        Page page = page(conversation, 0, from, limit, direction);
        return new Page(shown.toAll(page.entries()), page.head(), page.more());
    }

    private Page seen(UserKey user, Page page) {
        if (page.entries().isEmpty()) {
            return page;
        }
        ConversationId conversation = page.entries().getFirst().conversation();
        return new Page(shown.to(user.user(), conversation, page.entries()), page.head(), page.more());
    }

    private long clearedFor(UserKey user, ConversationId conversation) {
        Member member = log.member(conversation, user.user());
        return member == null ? 0 : member.cleared().number();
    }

    private Page page(ConversationId conversation, long cleared, long from, int limit, Direction direction) {
        int count = Math.max(1, Math.min(limit, limits.historyPageMax()));
        return switch (direction) {
            case BACK -> {
                long start = from <= 0 ? Long.MAX_VALUE : from;
                List<Entry> found = log.readBack(conversation, start, count, limits.pageBytesMax());
                List<Entry> entries = new ArrayList<>(found.size());
                for (Entry entry : found) {
                    if (entry.number() <= cleared) {
                        break;
                    }
                    entries.add(entry);
                }
                Collections.reverse(entries);
                boolean more = !entries.isEmpty() && entries.getFirst().number() > cleared + 1;
                yield new Page(entries, log.head(conversation).number(), more);
            }
            case FORWARD -> {
                long start = Math.max(from, cleared + 1);
                List<Entry> entries = log.readForward(conversation, start, count, limits.pageBytesMax());
                long head = log.head(conversation).number();
                boolean more = !entries.isEmpty() && entries.getLast().number() < head;
                yield new Page(entries, head, more);
            }
        };
    }
}

package im.hongyan.core.friend;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads books in pages, while they change. An item that changes between two pages stands further on and comes once
/// more; one that is gone is told as gone; and who has fallen behind the floor begins anew. So nothing is ever
/// missed.
final class BookReader {
    private final MessageLog log;

    BookReader(MessageLog log) {
        this.log = log;
    }

    /// How far a reader is.
    ///
    /// @param after the version of the last item that was read
    /// @param safe marks that were dropped up to this version do not concern the reader: it began later, or holds
    ///     all of it
    private record Cursor(long after, long safe) {
        static final int DIGITS_MAX = 15;

        static @Nullable Cursor parse(String text) {
            int dot = text.indexOf('.');
            return dot > 0 && isNumber(text.substring(0, dot)) && isNumber(text.substring(dot + 1))
                    ? new Cursor(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)))
                    : null;
        }

        private static boolean isNumber(String text) {
            return !text.isEmpty()
                    && text.length() <= DIGITS_MAX
                    && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        String text() {
            return after + "." + safe;
        }
    }

    /// @param cursor that of the page before; "" = from the start
    Outcome<BookPage> page(UserKey owner, String cursor, int limit) {
        Cursor from = Cursor.parse(cursor);
        if (from == null && !cursor.isEmpty()) {
            return Outcome.refused(ErrorCode.BAD_CURSOR);
        }
        ConversationId.Feed id = ConversationId.feed(owner);
        boolean reset = from == null;
        while (true) {
            Book before = new Book(log, owner);
            if (from == null || from.safe() < before.floor() || from.after() > before.version()) {
                from = new Cursor(0, before.version());
                reset = true;
            }
            List<MessageLog.Fact> turns = log.facts(id, Book.TURNS, Book.turn(from.after()), limit + 1);
            boolean more = turns.size() > limit;
            List<MessageLog.Fact> taken = more ? turns.subList(0, limit) : turns;
            List<Item> items = items(id, taken, from.safe());
            if (new Book(log, owner).floor() <= from.safe()) {
                long after = taken.isEmpty() ? from.after() : Book.version(taken.getLast());
                Cursor next = new Cursor(after, more ? from.safe() : Math.max(from.safe(), after));
                return Outcome.ok(new BookPage(before.version(), next.text(), before.seenMs(), reset, more, items));
            }
            // Marks that it has not read were dropped meanwhile.
        }
    }

    /// @param safe what was gone by then the reader never held
    private List<Item> items(ConversationId.Feed id, List<MessageLog.Fact> turns, long safe) {
        List<Item> items = new ArrayList<>(turns.size());
        for (MessageLog.Fact turn : turns) {
            String key = Book.item(turn);
            Item item = Item.of(key, log.fact(id, key));
            if (item != null && !(item instanceof Item.Gone && item.version() <= safe)) {
                items.add(item);
            }
        }
        return items;
    }
}

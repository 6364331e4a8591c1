package im.hongyan.core.room;

import im.hongyan.core.account.UserId;
import im.hongyan.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The seats of one room by user: an open table of the first seat of each user, whose further seats hang on it. No
/// object per entry. Not thread-safe.
final class Seats {
    private static final int FIRST_SLOTS = 8;

    private @Nullable Seat[] table = new Seat[FIRST_SLOTS];
    private int users;
    private int sessions;

    /// Users with at least one seat.
    int users() {
        return users;
    }

    int sessions() {
        return sessions;
    }

    /// The user's first seat, or null.
    @Nullable
    Seat find(UserId user) {
        return table[slot(user)];
    }

    /// The session's seat, or null.
    @Nullable
    Seat find(Session session) {
        Seat seat = find(session.user().user());
        while (seat != null && seat.session != session) {
            seat = seat.next;
        }
        return seat;
    }

    /// Adds a seat; returns whether it is its user's first.
    boolean add(Seat seat) {
        sessions++;
        int slot = slot(seat.user());
        seat.next = table[slot];
        table[slot] = seat;
        if (seat.next != null) {
            return false;
        }
        if (++users * 4 > table.length * 3) {
            rehash(table.length * 2);
        }
        return true;
    }

    /// Removes a seat that is here; returns whether it was its user's last.
    boolean remove(Seat seat) {
        sessions--;
        int slot = slot(seat.user());
        Seat first = table[slot];
        if (first != seat) {
            Seat before = first;
            while (before != null && before.next != seat) {
                before = before.next;
            }
            if (before == null) {
                throw new IllegalStateException("the seat is not in this room");
            }
            before.next = seat.next;
            return false;
        }
        table[slot] = seat.next;
        if (seat.next != null) {
            return false;
        }
        users--;
        close(slot);
        if (table.length > FIRST_SLOTS && users * 8 < table.length) {
            rehash(table.length / 2);
        }
        return true;
    }

    /// Some users; all of them if there are no more than `max`.
    ///
    /// @param seed decides whom
    List<UserId> sample(int max, long seed) {
        List<UserId> found = new ArrayList<>(Math.min(max, users));
        // A run of slots from a place by chance: the table has no order that means anything.
        int from = (int) ((seed * 0x9E3779B97F4A7C15L) >>> 32);
        for (int i = 0; i < table.length && found.size() < max; i++) {
            Seat seat = table[(from + i) & (table.length - 1)];
            if (seat != null) {
                found.add(seat.user());
            }
        }
        return found;
    }

    /// Every seat, in no order.
    List<Seat> all() {
        List<Seat> found = new ArrayList<>(sessions);
        for (Seat first : table) {
            for (Seat seat = first; seat != null; seat = seat.next) {
                found.add(seat);
            }
        }
        return found;
    }

    /// The user's slot: its own, or the free one where it would go.
    private int slot(UserId user) {
        int slot = home(user);
        Seat seat = table[slot];
        while (seat != null && !seat.user().equals(user)) {
            slot = (slot + 1) & (table.length - 1);
            seat = table[slot];
        }
        return slot;
    }

    private int home(UserId user) {
        int hash = user.value().hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }

    /// Moves those back that stand behind the freed slot because it was taken.
    private void close(int freed) {
        int hole = freed;
        int slot = hole;
        while (true) {
            slot = (slot + 1) & (table.length - 1);
            Seat seat = table[slot];
            if (seat == null) {
                return;
            }
            int distance = (slot - home(seat.user())) & (table.length - 1);
            if (distance >= ((slot - hole) & (table.length - 1))) {
                table[hole] = seat;
                table[slot] = null;
                hole = slot;
            }
        }
    }

    private void rehash(int slots) {
        @Nullable Seat[] before = table;
        table = new Seat[slots];
        for (Seat first : before) {
            if (first != null) {
                table[slot(first.user())] = first;
            }
        }
    }
}

package im.hongyan.core.room;

import im.hongyan.core.session.Crew;
import im.hongyan.core.session.SessionLink;
import im.hongyan.core.session.Signal;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The seats of one room whose connections share a thread. What the room says is handed to that thread once, and
/// there to one seat after the other: the bytes are the same for all. Its own lock guards the seats; whoever
/// changes them is nearly always that thread.
final class Row {
    private static final int FIRST_SEATS = 4;

    private final Crew crew;
    private @Nullable Seat[] seats = new Seat[FIRST_SEATS];
    private int count;
    private final AtomicInteger waiting = new AtomicInteger();

    Row(Crew crew) {
        this.crew = crew;
    }

    Crew crew() {
        return crew;
    }

    /// What was said and has not been handed to the seats.
    int waiting() {
        return waiting.get();
    }

    synchronized void add(Seat seat, SessionLink link) {
        if (count == seats.length) {
            seats = Arrays.copyOf(seats, count + (count >> 1));
        }
        seat.link = link;
        seat.row = this;
        seat.place = count;
        seats[count++] = seat;
    }

    /// The last takes the place of the one that goes.
    synchronized void remove(Seat seat) {
        Seat last = seats[--count];
        if (last != null) {
            seats[seat.place] = last;
            last.place = seat.place;
        }
        seats[count] = null;
        seat.link = null;
        seat.row = null;
        if (seats.length > FIRST_SEATS && count < seats.length / 4) {
            seats = Arrays.copyOf(seats, Math.max(FIRST_SEATS, seats.length / 2));
        }
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    /// Hands a signal over to all seats but those that were taken later, and one.
    ///
    /// @param number the entry's; [Long#MAX_VALUE] for what has none
    void tell(Signal signal, long number, @Nullable Seat except) {
        waiting.incrementAndGet();
        crew.run(() -> {
            waiting.decrementAndGet();
            hand(signal, number, except);
        });
    }

    private synchronized void hand(Signal signal, long number, @Nullable Seat except) {
        for (int i = 0; i < count; i++) {
            Seat seat = seats[i];
            if (seat != null && seat != except && number > seat.after && seat.link != null) {
                seat.link.now(signal);
            }
        }
    }
}

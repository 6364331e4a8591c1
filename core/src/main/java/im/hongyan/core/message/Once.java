package im.hongyan.core.message;

import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.message.Fingerprints.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends in flight and lately accepted, by sender, conversation and client id: a duplicate of one gets the first
/// one's answer, also while the first is still being committed. Older sends are found in the log itself.
final class Once {
    /// One send under way.
    static final class Ticket {
        private final Fingerprint print;
        private @Nullable List<Consumer<Outcome<Sent>>> waiters;

        private Ticket(Fingerprint print) {
            this.print = print;
        }
    }

    private static final int STRIPES = 64;
    private final Stripe[] stripes = new Stripe[STRIPES];
    private final Fingerprints fingerprints;

    /// @param max about how many sends are remembered
    Once(int max, Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
        int perTable = Math.max(1, max / 2 / STRIPES);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(perTable);
        }
    }

    /// Claims the client id for a new send.
    ///
    /// @return the ticket to settle, or null if it is known: then `duplicate` gets the first one's answer, now or
    ///     later
    @Nullable
    Ticket claim(Sending sending, Consumer<Outcome<Sent>> duplicate) {
        Fingerprint print = fingerprints.of(sending);
        return stripe(print).claim(print, duplicate);
    }

    /// The send was accepted.
    void accepted(Ticket ticket, Sent sent) {
        List<Consumer<Outcome<Sent>>> waiters = stripe(ticket.print).accepted(ticket, sent);
        waiters.forEach(waiter -> waiter.accept(Outcome.ok(sent)));
    }

    /// The send was not accepted; the client id is free again.
    void failed(Ticket ticket, Refusal refusal) {
        List<Consumer<Outcome<Sent>>> waiters = stripe(ticket.print).failed(ticket);
        waiters.forEach(waiter -> waiter.accept(Outcome.refused(refusal)));
    }

    private Stripe stripe(Fingerprint print) {
        // Tables spread by the high bits, maps by the lowest ones.
        return stripes[(int) (print.low() >>> 32) & (STRIPES - 1)];
    }

    private static final class Stripe {
        private final Map<Fingerprint, Ticket> underWay = new HashMap<>();
        private final Remembered accepted;

        Stripe(int perTable) {
            this.accepted = new Remembered(perTable);
        }

        @Nullable
        Ticket claim(Fingerprint print, Consumer<Outcome<Sent>> duplicate) {
            Sent sent;
            synchronized (this) {
                Ticket first = underWay.get(print);
                if (first != null) {
                    if (first.waiters == null) {
                        first.waiters = new ArrayList<>(1);
                    }
                    first.waiters.add(duplicate);
                    return null;
                }
                sent = accepted.find(print);
                if (sent == null) {
                    Ticket ticket = new Ticket(print);
                    underWay.put(print, ticket);
                    return ticket;
                }
            }
            duplicate.accept(Outcome.ok(sent));
            return null;
        }

        synchronized List<Consumer<Outcome<Sent>>> accepted(Ticket ticket, Sent sent) {
            accepted.add(ticket.print, sent);
            return failed(ticket);
        }

        synchronized List<Consumer<Outcome<Sent>>> failed(Ticket ticket) {
            underWay.remove(ticket.print, ticket);
            return ticket.waiters == null ? List.of() : ticket.waiters;
        }
    }
}

package im.hongyan.core.message;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.log.ConversationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends in flight and lately accepted, by sender, conversation and client id: a duplicate of one gets the first
/// one's answer, also while the first is still being committed. Older sends are found in the log itself. Two
/// generations per stripe, the elder forgotten when the younger is full.
final class Once {
    private record Key(UserKey sender, ConversationId to, String clientId) {
        @Override
        public int hashCode() {
            return Text.hash(Text.hash(sender.hashCode(), to.hashCode()), clientId.hashCode());
        }
    }

    /// One accepted send, or one under way.
    static final class Ticket {
        private final Key key;
        private @Nullable Sent sent;
        private @Nullable List<Consumer<Outcome<Sent>>> waiters;

        private Ticket(Key key) {
            this.key = key;
        }
    }

    private static final int STRIPES = 64;
    private static final int STRIPE_SHIFT = Integer.SIZE - 6;
    private static final int STRIPE_SPREAD = 0x85EBCA6B;
    private final Stripe[] stripes = new Stripe[STRIPES];

    /// @param max about how many sends are remembered
    Once(int max) {
        int perGeneration = Math.max(1, max / 2 / STRIPES);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(perGeneration);
        }
    }

    /// Claims the client id for a new send.
    ///
    /// @return the ticket to settle, or null if it is known: then `duplicate` gets the first one's answer, now or
    ///     later
    @Nullable
    Ticket claim(Sending sending, Consumer<Outcome<Sent>> duplicate) {
        Key key = new Key(sending.from(), sending.to(), sending.clientId());
        return stripe(key).claim(key, duplicate);
    }

    /// The send was accepted.
    void accepted(Ticket ticket, Sent sent) {
        List<Consumer<Outcome<Sent>>> waiters = stripe(ticket.key).accepted(ticket, sent);
        waiters.forEach(waiter -> waiter.accept(Outcome.ok(sent)));
    }

    /// The send was not accepted; the client id is free again.
    void failed(Ticket ticket, Refusal refusal) {
        List<Consumer<Outcome<Sent>>> waiters = stripe(ticket.key).failed(ticket);
        waiters.forEach(waiter -> waiter.accept(Outcome.refused(refusal)));
    }

    /// The stripe comes from other bits than those by which a stripe's own map spreads its keys; from the same bits,
    /// each map would use one in 64 of its buckets.
    private Stripe stripe(Key key) {
        return stripes[(key.hashCode() * STRIPE_SPREAD) >>> STRIPE_SHIFT];
    }

    private static final class Stripe {
        private final int max;
        private Map<Key, Ticket> young = new HashMap<>();
        private Map<Key, Ticket> old = new HashMap<>();

        Stripe(int max) {
            this.max = max;
        }

        @Nullable
        Ticket claim(Key key, Consumer<Outcome<Sent>> duplicate) {
            Sent sent;
            synchronized (this) {
                Ticket known = young.get(key);
                if (known == null) {
                    known = old.get(key);
                }
                if (known == null) {
                    Ticket ticket = new Ticket(key);
                    remember(key, ticket);
                    return ticket;
                }
                sent = known.sent;
                if (sent == null) {
                    if (known.waiters == null) {
                        known.waiters = new ArrayList<>(1);
                    }
                    known.waiters.add(duplicate);
                    return null;
                }
            }
            duplicate.accept(Outcome.ok(sent));
            return null;
        }

        synchronized List<Consumer<Outcome<Sent>>> accepted(Ticket ticket, Sent sent) {
            ticket.sent = sent;
            return waitersOf(ticket);
        }

        synchronized List<Consumer<Outcome<Sent>>> failed(Ticket ticket) {
            young.remove(ticket.key, ticket);
            old.remove(ticket.key, ticket);
            return waitersOf(ticket);
        }

        private void remember(Key key, Ticket ticket) {
            if (young.size() >= max) {
                Map<Key, Ticket> emptied = old;
                emptied.values().removeIf(one -> one.sent != null);
                old = young;
                young = emptied;
            }
            young.put(key, ticket);
        }

        private static List<Consumer<Outcome<Sent>>> waitersOf(Ticket ticket) {
            List<Consumer<Outcome<Sent>>> waiters = ticket.waiters;
            ticket.waiters = null;
            return waiters == null ? List.of() : waiters;
        }
    }
}

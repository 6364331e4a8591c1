package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.ConversationId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One message to many users: each gets it in the conversation with its sender, under the same client id, so that a
/// broadcast that is asked for again reaches those who have it not, and nobody twice.
public final class Broadcasts {
    /// Messages of one broadcast on their way at once: a long list does not fill the queue of the others.
    private static final int IN_FLIGHT = 64;

    private final Messages messages;

    public Broadcasts(Messages messages) {
        this.messages = messages;
    }

    /// How it went with one receiver.
    public record Told(UserId to, Outcome<Sent> outcome) {}

    /// @param sending whose conversation says nothing
    /// @param reply comes on any thread, in the order of the receivers
    public void send(Sending sending, List<UserId> receivers, Consumer<List<Told>> reply) {
        if (receivers.isEmpty()) {
            reply.accept(List.of());
        } else {
            new Run(sending, receivers, reply).start();
        }
    }

    private final class Run {
        private final Sending sending;
        private final List<UserId> receivers;
        private final Consumer<List<Told>> reply;
        private final AtomicReferenceArray<Outcome<Sent>> outcomes;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger open;

        Run(Sending sending, List<UserId> receivers, Consumer<List<Told>> reply) {
            this.sending = sending;
            this.receivers = receivers;
            this.reply = reply;
            this.outcomes = new AtomicReferenceArray<>(receivers.size());
            this.open = new AtomicInteger(receivers.size());
        }

        void start() {
            for (int i = Math.min(IN_FLIGHT, receivers.size()); i > 0; i--) {
                goOn();
            }
        }

        /// Sends until one does not answer at once; its answer goes on.
        private void goOn() {
            boolean answered = true;
            while (answered) {
                int one = next.getAndIncrement();
                if (one >= receivers.size()) {
                    return;
                }
                Turn turn = new Turn();
                messages.send(to(receivers.get(one)), outcome -> {
                    outcomes.set(one, outcome);
                    done();
                    if (turn.answeredLater()) {
                        goOn();
                    }
                });
                answered = turn.answeredAtOnce();
            }
        }

        private Sending to(UserId receiver) {
            return sending.to(ConversationId.single(sending.from().app(), sending.sender(), receiver));
        }

        private void done() {
            if (open.decrementAndGet() == 0) {
                reply.accept(IntStream.range(0, receivers.size())
                        .mapToObj(i -> new Told(receivers.get(i), outcome(i)))
                        .toList());
            }
        }

        private Outcome<Sent> outcome(int i) {
            Outcome<Sent> outcome = outcomes.get(i);
            return outcome == null ? Outcome.refused(ErrorCode.INTERNAL) : outcome;
        }
    }

    /// Which comes first: the answer, or the return of the call that it answers. Whoever is second goes on.
    private static final class Turn {
        private final AtomicInteger arrived = new AtomicInteger();

        /// Asked by the answer: whether the call has returned.
        boolean answeredLater() {
            return arrived.getAndIncrement() == 1;
        }

        /// Asked after the call: whether the answer was there.
        boolean answeredAtOnce() {
            return arrived.getAndIncrement() == 1;
        }
    }
}

package im.hongyan.bench.load;

import im.hongyan.bench.wire.Fields;
import im.hongyan.bench.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Two users: one writes, the other receives, perhaps on several devices. It checks what a client may rely on:
/// every answer and every push has the next number, on every device, and at the end as many have arrived as were
/// sent.
final class Pair implements Talk {
    private static final long OP = Fields.key("op");
    private static final long N = Fields.key("n");
    private static final byte[] MSG = "msg".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SYNC = "sync".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYE = "bye".getBytes(StandardCharsets.US_ASCII);

    private final Client sender;
    private final List<Inbox> inboxes;
    private final Lines lines;
    private final Tally tally;
    private final Runnable completed;
    private final Fields fields = new Fields();
    private final long[] sentNs;
    /// At how many inboxes each message on its way has arrived.
    private final int[] reached;
    private final int mask;
    private long sent;
    private long acked;
    private long arrived;
    private long ackedNumber = -1;

    /// @param inFlightMax most messages on their way at once, a power of two
    /// @param completed called when a message has been acknowledged and has arrived everywhere
    Pair(Client sender, List<Client> receivers, Lines lines, int inFlightMax, Tally tally, Completed completed) {
        this.sender = sender;
        this.lines = lines;
        this.tally = tally;
        this.completed = () -> completed.by(this);
        this.sentNs = new long[inFlightMax];
        this.reached = new int[inFlightMax];
        this.mask = inFlightMax - 1;
        sender.listener(new Outbox());
        this.inboxes = receivers.stream().map(Inbox::new).toList();
    }

    @Override
    public void send(JsonBytes json, long dueNs) {
        sentNs[(int) (sent & mask)] = dueNs;
        sent++;
        lines.message(json, sent);
        sender.send(json);
    }

    @Override
    public long inFlight() {
        return sent - Math.min(acked, arrived);
    }

    @Override
    public boolean isFull() {
        return inFlight() > mask;
    }

    @Override
    public void acknowledge() {
        inboxes.forEach(Inbox::acknowledge);
    }

    /// The sender's side.
    private final class Outbox implements Client.Listener {
        @Override
        public void said(Client client, byte[] bytes, int start, int end) {
            answer(client, bytes, start, end);
        }

        @Override
        public void gone(Client client) {
            tally.fault("the sender of " + lines.name() + " lost its connection");
        }
    }

    private void answer(Client client, byte[] bytes, int start, int end) {
        fields.on(bytes, start, end);
        long id = 0;
        long number = 0;
        while (number == 0 && fields.next()) {
            if (fields.is(Client.RE)) {
                id = fields.number();
            } else if (fields.is(N)) {
                number = fields.number();
            } else if (fields.is(Client.ERR)) {
                break;
            } else if (fields.is(OP) && isUnmeasured()) {
                return;
            }
        }
        if (id >= Client.FIRST_REQUEST_ID) {
            return;
        }
        if (id != acked + 1 || number == 0 || (ackedNumber >= 0 && number != ackedNumber + 1)) {
            complain("answer", acked + 1, bytes, start, end);
            return;
        }
        tally.acknowledged(client.readNs() - sentNs[(int) (acked & mask)]);
        acked++;
        ackedNumber = number;
        if (arrived >= acked) {
            done();
        }
    }

    /// Pushes that are allowed at any time: receipts and the like. `sync` and `bye` are faults here.
    private boolean isUnmeasured() {
        return !fields.isText(MSG) && !fields.isText(SYNC) && !fields.isText(BYE);
    }

    private void done() {
        tally.completed();
        completed.run();
    }

    private void complain(String what, long expected, byte[] bytes, int start, int end) {
        String text = new String(bytes, start, Math.min(end - start, 400), StandardCharsets.UTF_8);
        tally.fault("%s %d of %s was expected, got: %s".formatted(what, expected, lines.name(), text));
    }

    /// One device of the receiver.
    private final class Inbox implements Client.Listener {
        private final Client client;
        private long received;
        private long number = -1;
        private long acknowledged = -1;

        Inbox(Client client) {
            this.client = client;
            client.listener(this);
        }

        @Override
        public void gone(Client from) {
            tally.fault("a receiver of " + lines.name() + " lost its connection");
        }

        @Override
        public void said(Client from, byte[] bytes, int start, int end) {
            fields.on(bytes, start, end);
            long next = 0;
            while (next == 0 && fields.next()) {
                if (fields.is(Client.RE) || (fields.is(OP) && isUnmeasured())) {
                    return;
                } else if (fields.is(N)) {
                    next = fields.number();
                }
            }
            if (next == 0 || (number >= 0 && next != number + 1)) {
                complain("push", received + 1, bytes, start, end);
                return;
            }
            int slot = (int) (received & mask);
            tally.delivered(from.readNs() - sentNs[slot]);
            number = next;
            received++;
            if (number - acknowledged >= Lines.ACK_EVERY) {
                acknowledge();
            }
            if (++reached[slot] == inboxes.size()) {
                reached[slot] = 0;
                arrived++;
                tally.everywhere(from.readNs() - sentNs[slot]);
                if (acked >= arrived) {
                    done();
                }
            }
        }

        void acknowledge() {
            if (number > acknowledged && lines.areAcknowledged()) {
                acknowledged = number;
                client.send(lines.acknowledgement(number));
            }
        }
    }
}

package im.hongyan.bench.load;

import im.hongyan.bench.wire.Fields;
import im.hongyan.bench.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Two users of MobileIMSDK's protocol. It checks that every acknowledgement and every message is the next one;
/// every message is acknowledged by itself, as that protocol demands.
final class PacketPair implements Talk {
    private static final long TYPE = Fields.key("type");
    /// A longer name is compared by its last eight bytes.
    private static final long DATA_CONTENT = Fields.key("aContent");

    private static final long FP = Fields.key("fp");
    private static final int COMMON = 2;
    private static final int RECEIVED = 4;

    private static final byte[] DATA_END = ascii("\",\"QoS\":true,\"typeu\":-1,\"sm\":-1}");
    private static final byte[] ACK_END = ascii("\",\"QoS\":false,\"typeu\":-1,\"sm\":-1}");
    private static final byte[] DATA = ascii("{\"bridge\":false,\"type\":2,\"dataContent\":\"");
    private static final byte[] ACK = ascii("{\"bridge\":false,\"type\":4,\"dataContent\":\"");

    private final Ends ends;
    private final String name;
    private final byte[] fingerprint;
    private final byte[] fromTo;
    private final byte[] toFrom;
    private final byte[] texts;
    private final int textBytes;
    private final SplittableRandom random;
    private final Tally tally;
    private final Completed completed;
    private final Fields fields = new Fields();
    private final JsonBytes acknowledgement = new JsonBytes();
    private final long[] sentNs;
    private final int mask;
    private long sent;
    private long acked;
    private long arrived;

    /// Who writes to whom.
    record Ends(String from, Client sender, String to, Client receiver) {}

    PacketPair(
            Ends ends,
            String run,
            byte[] texts,
            int textBytes,
            SplittableRandom random,
            int inFlightMax,
            Tally tally,
            Completed completed) {
        this.ends = ends;
        this.name = ends.from() + ">" + ends.to();
        this.fingerprint = ascii(run + "-" + ends.from() + "-");
        this.fromTo = ascii("\",\"from\":\"" + ends.from() + "\",\"to\":\"" + ends.to() + "\",\"fp\":\"");
        this.toFrom = ascii("\",\"from\":\"" + ends.to() + "\",\"to\":\"" + ends.from());
        this.texts = texts;
        this.textBytes = textBytes;
        this.random = random;
        this.tally = tally;
        this.completed = completed;
        this.sentNs = new long[inFlightMax];
        this.mask = inFlightMax - 1;
        ends.sender().listener(new Side(true));
        ends.receiver().listener(new Side(false));
    }

    @Override
    public void send(JsonBytes json, long dueNs) {
        sentNs[(int) (sent & mask)] = dueNs;
        sent++;
        int text = random.nextInt(texts.length - textBytes);
        json.clear().put(DATA).put(texts, text, text + textBytes).put(fromTo);
        json.put(fingerprint).put(sent).put(DATA_END);
        ends.sender().send(json);
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
        // Each message is acknowledged when it comes.
    }

    private final class Side implements Client.Listener {
        private final boolean sender;

        Side(boolean sender) {
            this.sender = sender;
        }

        @Override
        public void said(Client client, byte[] bytes, int start, int end) {
            fields.on(bytes, start, end);
            long type = -1;
            long number = -1;
            while (fields.next()) {
                if (fields.is(TYPE)) {
                    type = fields.number();
                } else if (sender && type == RECEIVED && fields.is(DATA_CONTENT)) {
                    number = numberIn(bytes);
                } else if (!sender && type == COMMON && fields.is(FP)) {
                    number = numberIn(bytes);
                }
            }
            if (type == (sender ? RECEIVED : COMMON)) {
                count(client, number, bytes, start, end);
            }
        }

        @Override
        public void gone(Client client) {
            tally.fault("a side of " + name + " lost its connection");
        }

        private void count(Client client, long number, byte[] bytes, int start, int end) {
            long expected = sender ? acked + 1 : arrived + 1;
            if (number != expected) {
                String text = new String(bytes, start, Math.min(end - start, 400), StandardCharsets.UTF_8);
                tally.fault("%s %d of %s was expected, got: %s"
                        .formatted(sender ? "acknowledgement" : "message", expected, name, text));
                return;
            }
            long tookNs = client.readNs() - sentNs[(int) ((expected - 1) & mask)];
            if (sender) {
                tally.acknowledged(tookNs);
                acked++;
            } else {
                tally.delivered(tookNs);
                arrived++;
                client.send(acknowledgement
                        .clear()
                        .put(ACK)
                        .put(fingerprint)
                        .put(number)
                        .put(toFrom)
                        .put(ACK_END));
            }
            if (Math.min(acked, arrived) == expected) {
                tally.completed();
                completed.by(PacketPair.this);
            }
        }
    }

    /// The number behind the fingerprint's beginning, or -1 for somebody else's.
    private long numberIn(byte[] bytes) {
        int start = fields.start() + 1;
        int digits = start + fingerprint.length;
        if (digits >= fields.end() - 1) {
            return -1;
        }
        return java.util.Arrays.equals(bytes, start, digits, fingerprint, 0, fingerprint.length)
                ? Fields.number(bytes, digits, fields.end() - 1)
                : -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

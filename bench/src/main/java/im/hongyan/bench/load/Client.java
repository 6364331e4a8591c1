package im.hongyan.bench.load;

import im.hongyan.bench.wire.Fields;
import im.hongyan.bench.wire.Frame;
import im.hongyan.bench.wire.FrameReader;
import im.hongyan.bench.wire.JsonBytes;
import im.hongyan.bench.wire.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One client: a connection that speaks the native protocol, or MobileIMSDK's packets. It keeps almost nothing,
/// since a measurement holds ten thousand of them. Used on the fleet's event loop only.
public final class Client extends ChannelInboundHandlerAdapter {
    static final long RE = Fields.key("re");
    static final long ERR = Fields.key("err");

    /// Ids of requests that are not measured; patterns count theirs from 1.
    static final long FIRST_REQUEST_ID = 1L << 40;

    private static final String KEEP_ALIVE =
            "{\"bridge\":false,\"type\":1,\"dataContent\":\"{}\",\"from\":\"-1\",\"to\":\"0\",\"QoS\":false,\"typeu\":-1,\"sm\":-1}";
    private static final String ACCEPTED = "HTTP/1.1 101";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int HEAD_BYTES_MAX = 4096;
    private static final Listener DEAF = (_, _, _, _) -> {};

    private final Fleet fleet;
    private final Speech speech;
    private final FrameReader reader;
    private final FrameReader.Sink sink = this::frame;
    private @Nullable CompletableFuture<Client> opening;
    private StringBuilder head = new StringBuilder();
    private @Nullable Channel channel;
    private @Nullable Outlet outlet;
    private Listener listener = DEAF;
    private @Nullable Map<Long, CompletableFuture<byte[]>> asked;
    private long nextRequest = FIRST_REQUEST_ID;
    private long lastWriteNs = System.nanoTime();
    private long readNs;

    /// Takes what the server says.
    @FunctionalInterface
    public interface Listener {
        /// A text message: the JSON object in `bytes[start, end)`, good until the call returns.
        void said(Client client, byte[] bytes, int start, int end);

        /// The connection has ended.
        default void gone(Client client) {}
    }

    /// What is spoken, and on what.
    public enum Speech {
        NATIVE("/link"),
        PACKETS_ON_WEBSOCKET("/websocket"),
        PACKETS_ON_TCP("");

        private final String path;

        Speech(String path) {
            this.path = path;
        }
    }

    Client(Fleet fleet, Speech speech, CompletableFuture<Client> opening) {
        this.fleet = fleet;
        this.speech = speech;
        this.reader = new FrameReader(speech != Speech.PACKETS_ON_TCP);
        this.opening = opening;
    }

    public void listener(Listener to) {
        listener = to;
    }

    /// When the bytes that are being handled were read from the socket.
    public long readNs() {
        return readNs;
    }

    long lastWriteNs() {
        return lastWriteNs;
    }

    /// Sends what `json` holds, which is masked in place.
    public void send(JsonBytes json) {
        write(Frame.TEXT, json.array(), 0, json.length());
    }

    /// Sends a request and completes with the reply; a refusal fails.
    ///
    /// @param fields the request without its braces and without `id`, such as `"op":"logout"`
    public CompletableFuture<byte[]> ask(String fields) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        Map<Long, CompletableFuture<byte[]>> waiting = asked;
        if (waiting == null) {
            waiting = new HashMap<>();
            asked = waiting;
        }
        long id = nextRequest++;
        waiting.put(id, reply);
        byte[] json = ("{" + fields + ",\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8);
        write(Frame.TEXT, json, 0, json.length);
        return reply;
    }

    /// Sends text.
    public void send(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        write(Frame.TEXT, bytes, 0, bytes.length);
    }

    void ping() {
        if (speech != Speech.NATIVE) {
            send(KEEP_ALIVE);
            return;
        }
        byte[] json = ("{\"op\":\"ping\",\"id\":" + nextRequest++ + "}").getBytes(StandardCharsets.US_ASCII);
        write(Frame.TEXT, json, 0, json.length);
    }

    /// Ends the connection without a word, as a network does.
    public void drop() {
        Objects.requireNonNull(channel).close();
    }

    private void write(int opcode, byte[] bytes, int start, int end) {
        int length = end - start;
        ByteBuf out = Objects.requireNonNull(outlet).room(length + Frame.HEADER_BYTES_MAX);
        if (speech == Speech.PACKETS_ON_TCP) {
            out.writeInt(length).writeBytes(bytes, start, length);
        } else {
            Frame.masked(out, opcode, bytes, start, end, fleet.random.nextInt());
        }
        lastWriteNs = System.nanoTime();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        outlet = new Outlet(context.channel(), fleet.turn);
        CompletableFuture<Client> done = opening;
        if (speech == Speech.PACKETS_ON_TCP && done != null) {
            opened(done);
        } else {
            byte[] upgrade = upgrade(speech.path).getBytes(StandardCharsets.US_ASCII);
            outlet.room(upgrade.length).writeBytes(upgrade);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            readNs = System.nanoTime();
            if (opening != null) {
                handshake(in, opening);
            }
            if (in.isReadable()) {
                reader.read(in, fleet.scratch, sink);
            }
        } finally {
            in.release();
        }
    }

    private void handshake(ByteBuf in, CompletableFuture<Client> done) {
        while (in.isReadable() && head.length() < HEAD_BYTES_MAX) {
            head.append((char) in.readByte());
            if (head.length() >= END_OF_HEAD.length() && head.indexOf(END_OF_HEAD, head.length() - 4) >= 0) {
                if (head.indexOf(ACCEPTED) != 0) {
                    break;
                }
                opened(done);
                return;
            }
        }
        if (in.isReadable() || head.indexOf(END_OF_HEAD) >= 0) {
            done.completeExceptionally(new IllegalStateException(
                    "no WebSocket: " + head.toString().lines().findFirst()));
        }
    }

    private void opened(CompletableFuture<Client> done) {
        head = new StringBuilder(0);
        opening = null;
        fleet.opened(this);
        done.complete(this);
    }

    private void frame(int opcode, byte[] bytes, int start, int end) {
        if (opcode == Frame.TEXT) {
            if (asked == null || asked.isEmpty() || !answered(asked, bytes, start, end)) {
                listener.said(this, bytes, start, end);
            }
        } else if (opcode == Frame.PING) {
            write(Frame.PONG, bytes, start, end);
        }
    }

    private static boolean answered(Map<Long, CompletableFuture<byte[]>> asked, byte[] bytes, int start, int end) {
        Fields fields = new Fields();
        fields.on(bytes, start, end);
        CompletableFuture<byte[]> reply = null;
        boolean refused = false;
        while (fields.next()) {
            if (fields.is(RE)) {
                reply = asked.remove(fields.number());
            } else if (fields.is(ERR)) {
                refused = true;
            }
        }
        if (reply == null) {
            return false;
        }
        byte[] json = Arrays.copyOfRange(bytes, start, end);
        if (refused) {
            reply.completeExceptionally(new IllegalStateException(new String(json, StandardCharsets.UTF_8)));
        } else {
            reply.complete(json);
        }
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fleet.closed(this);
        IllegalStateException gone = new IllegalStateException("the server closed the connection");
        if (opening != null) {
            opening.completeExceptionally(gone);
        }
        if (asked != null) {
            asked.values().forEach(reply -> reply.completeExceptionally(gone));
            asked = null;
        }
        listener.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (opening != null) {
            opening.completeExceptionally(cause);
        }
        context.close();
    }

    private static String upgrade(String path) {
        return """
                GET %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: aG9uZ3lhbi1iZW5jaC0xNg==\r
                Sec-WebSocket-Version: 13\r
                \r
                """.formatted(path);
    }
}

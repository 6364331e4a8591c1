package im.hongyan.bench.relay;

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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One connection of the relay.
final class RelayConnection extends ChannelInboundHandlerAdapter {
    private static final long OP = Fields.key("op");
    private static final long ID = Fields.key("id");
    private static final long TO = Fields.key("to");
    private static final long CID = Fields.key("cid");
    private static final long TYPE = Fields.key("type");
    private static final long TOKEN = Fields.key("token");
    private static final byte[] SEND = ascii("send");
    private static final byte[] LOGIN = ascii("login");
    private static final byte[] PING = ascii("ping");
    private static final byte[] ROOM = ascii("room");
    private static final long CONV = Fields.key("conv");
    private static final byte[] RE = ascii("{\"re\":");
    private static final byte[] N_NAME = ascii(",\"n\":");
    private static final byte[] K_NAME = ascii(",\"k\":");
    private static final byte[] MID_NAME = ascii(",\"mid\":");
    private static final byte[] T_NAME = ascii(",\"t\":");
    private static final byte[] CID_NAME = ascii(",\"cid\":");
    private static final byte[] TYPE_NAME = ascii(",\"type\":");
    private static final byte[] END = ascii("}");
    private static final String KEY_HEADER = "sec-websocket-key:";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Map<String, List<RelayConnection>> users;
    private final Map<String, RelayRoom> rooms;
    private final RelayLoop loop;
    private final Outlet outlet;
    private final FrameReader reader = new FrameReader();
    private final FrameReader.Sink sink = this::frame;
    private final Fields fields = new Fields();
    private final JsonBytes json = new JsonBytes();
    private final StringBuilder head = new StringBuilder();
    private boolean open;
    private byte[] prefix = {};
    private @Nullable RelayRoom lastRoom;
    private byte[] lastToBytes = ascii("\"\"");
    private List<RelayConnection> lastReceivers = List.of();
    private List<RelayConnection> mine = List.of();
    private long number;

    RelayConnection(
            Map<String, List<RelayConnection>> users, Map<String, RelayRoom> rooms, RelayLoop loop, Channel channel) {
        this.users = users;
        this.rooms = rooms;
        this.loop = loop;
        this.outlet = new Outlet(channel, loop.turn);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!open) {
                handshake(in);
            }
            if (in.isReadable()) {
                reader.read(in, loop.scratch, sink);
            }
        } finally {
            in.release();
        }
    }

    private void handshake(ByteBuf in) {
        while (in.isReadable() && !open) {
            head.append((char) in.readByte());
            open = head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0;
        }
        if (open) {
            String key = head.toString()
                    .lines()
                    .filter(line -> line.regionMatches(true, 0, KEY_HEADER, 0, KEY_HEADER.length()))
                    .map(line -> line.substring(KEY_HEADER.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no key in the handshake"));
            byte[] answer = ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
            outlet.room(answer.length).writeBytes(answer);
            head.setLength(0);
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(ascii(key + GUID));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void frame(int opcode, byte[] bytes, int start, int end) {
        if (opcode != Frame.TEXT) {
            return;
        }
        fields.on(bytes, start, end);
        if (!fields.next() || !fields.is(OP)) {
            throw new IllegalStateException("op must come first here");
        }
        if (fields.isText(SEND)) {
            relay(bytes, end);
        } else if (fields.isText(LOGIN)) {
            login();
        } else if (fields.isText(PING)) {
            ping();
        } else if (fields.isText(ROOM)) {
            enter();
        }
    }

    private void relay(byte[] bytes, int end) {
        long id = 0;
        List<RelayConnection> receivers = List.of();
        int cidStart = 0;
        int cidEnd = 0;
        int rest = end;
        while (rest == end && fields.next()) {
            if (fields.is(ID)) {
                id = fields.number();
            } else if (fields.is(TO)) {
                receivers = receivers(bytes, fields.start() + 1, fields.end() - 1);
            } else if (fields.is(CID)) {
                cidStart = fields.start();
                cidEnd = fields.end();
            } else if (fields.is(TYPE)) {
                rest = fields.start();
            }
        }
        number++;
        long now = System.currentTimeMillis();
        json.clear().put(prefix).put(lastToBytes);
        numbers(json, now)
                .put(CID_NAME)
                .put(bytes, cidStart, cidEnd)
                .put(TYPE_NAME)
                .put(bytes, rest, end);
        if (lastRoom != null) {
            broadcast(lastRoom);
        }
        for (int i = 0; i < receivers.size(); i++) {
            RelayConnection receiver = receivers.get(i);
            if (receiver.loop == loop) {
                receiver.push(json.array(), 0, json.length());
            } else {
                receiver.loop.leave(
                        new RelayLoop.Parcel(List.of(receiver), Arrays.copyOf(json.array(), json.length())));
            }
        }
        numbers(json.clear().put(RE).put(id), now).put(END);
        push(json.array(), 0, json.length());
    }

    /// The same bytes to everybody in a room: each loop gets them once.
    private void broadcast(RelayRoom room) {
        room.members().forEach((other, members) -> {
            if (other == loop) {
                pushAll(members, json.array(), json.length());
            } else {
                other.leave(new RelayLoop.Parcel(members, Arrays.copyOf(json.array(), json.length())));
            }
        });
    }

    static void pushAll(List<RelayConnection> to, byte[] payload, int length) {
        for (int i = 0; i < to.size(); i++) {
            to.get(i).push(payload, 0, length);
        }
    }

    private void enter() {
        long id = 0;
        while (fields.next()) {
            if (fields.is(ID)) {
                id = fields.number();
            } else if (fields.is(CONV)) {
                rooms.computeIfAbsent(fields.text(), _ -> new RelayRoom()).add(loop, this);
            }
        }
        json.clear().put(RE).put(id).put(END);
        push(json.array(), 0, json.length());
    }

    /// The four numbers of an entry. They are the sender's own count here; a real server has one for all.
    private JsonBytes numbers(JsonBytes into, long now) {
        return into.put(N_NAME)
                .put(number)
                .put(K_NAME)
                .put(number)
                .put(MID_NAME)
                .put(number)
                .put(T_NAME)
                .put(now);
    }

    /// A client that writes to the same user again costs no look-up.
    private List<RelayConnection> receivers(byte[] bytes, int start, int end) {
        if (!Arrays.equals(bytes, start, end, lastToBytes, 1, Math.max(1, lastToBytes.length - 1))) {
            String to = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            lastToBytes = ascii("\"" + to + "\"");
            lastRoom = to.startsWith("s:") ? null : rooms.get(to);
            lastReceivers = to.startsWith("s:") ? receiversOf(to.substring(2)) : List.of();
        }
        return lastReceivers;
    }

    private List<RelayConnection> receiversOf(String user) {
        return users.computeIfAbsent(user, _ -> new CopyOnWriteArrayList<>());
    }

    void push(byte[] bytes, int start, int end) {
        Frame.plain(outlet.room(end - start + Frame.HEADER_BYTES_MAX), Frame.TEXT, bytes, start, end);
    }

    private void login() {
        long id = 0;
        String user = "";
        while (fields.next()) {
            if (fields.is(ID)) {
                id = fields.number();
            } else if (fields.is(TOKEN)) {
                user = fields.text();
            }
        }
        prefix = ascii("{\"op\":\"msg\",\"from\":\"" + user + "\",\"to\":");
        mine = receiversOf(user);
        mine.add(this);
        json.clear().put(RE).put(id).put(",\"user\":\"").put(user).put("\"}");
        push(json.array(), 0, json.length());
    }

    private void ping() {
        long id = 0;
        while (fields.next()) {
            if (fields.is(ID)) {
                id = fields.number();
            }
        }
        json.clear().put(RE).put(id).put(END);
        push(json.array(), 0, json.length());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!mine.isEmpty()) {
            mine.remove(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("relay: " + cause);
        context.close();
    }
}

package im.hongyan.conformance.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/// A TCP connection that speaks just enough HTTP and WebSocket to be polite, and leaves every other byte to the
/// test: frames can be malformed, dribbled, or cut in half. Reads from one thread; writes are serialised.
public final class RawSocket implements Closeable {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    /// Any key and mask will do: they defend browsers, not tests.
    private static final String KEY = "aG9uZ3lhbiB0ZXN0IGtleQ==";

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /// One WebSocket frame as it came. Nobody compares frames, so the array's identity does no harm.
    @SuppressWarnings("ArrayRecordComponent")
    public record WsFrame(boolean fin, int opcode, byte[] payload) {}

    /// @param receiveBufferBytes the kernel's buffer for what was not read yet; 0 = the system's choice
    public RawSocket(InetSocketAddress server, InetAddress from, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(from, 0));
        try {
            socket.connect(server, CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 16_384));
        out = socket.getOutputStream();
    }

    /// Upgrades to WebSocket, or throws with the status line that the server gave instead.
    public void handshake(String path) throws IOException {
        write(("GET " + path + " HTTP/1.1\r\nHost: " + socket.getInetAddress().getHostAddress() + ":"
                        + socket.getPort() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                        + KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String status = line();
        boolean accepted = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")) {
                accepted = header.substring(header.indexOf(':') + 1).trim().equals(accept());
            }
        }
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no upgrade: " + status);
        }
        if (!accepted) {
            throw new IOException("Sec-WebSocket-Accept is wrong");
        }
    }

    private static String accept() {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((KEY + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A line of a HTTP head, without its end.
    public String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /// The next frame; throws EOFException when the connection has ended.
    public WsFrame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((first & 0x70) != 0) {
            throw new IOException("the server set reserved bits that nobody negotiated: " + first);
        }
        if ((second & 0x80) != 0) {
            throw new IOException("the server masked a frame");
        }
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        if (payload.length < length) {
            throw new java.io.EOFException("the connection ended inside a frame");
        }
        return new WsFrame((first & 0x80) != 0, first & 0x0f, payload);
    }

    /// How long a read may wait; without it, for ever.
    public void readTimeout(Duration longest) throws IOException {
        socket.setSoTimeout(Math.toIntExact(longest.toMillis()));
    }

    /// One more byte, or -1 at the end.
    public int read() throws IOException {
        return in.read();
    }

    public synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Writes a whole, masked frame.
    public void write(int opcode, byte[] payload) throws IOException {
        write(encode(true, opcode, payload));
    }

    /// The bytes of a masked frame, as a client must send it.
    public static byte[] encode(boolean fin, int opcode, byte[] payload) {
        var bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.write((fin ? 0x80 : 0) | opcode);
        int length = payload.length;
        if (length < 126) {
            bytes.write(0x80 | length);
        } else if (length < 65_536) {
            bytes.write(0x80 | 126);
            bytes.write(length >>> 8);
            bytes.write(length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) length >>> shift));
            }
        }
        bytes.writeBytes(MASK);
        for (int i = 0; i < length; i++) {
            bytes.write(payload[i] ^ MASK[i & 3]);
        }
        return bytes.toByteArray();
    }

    /// Ends the connection as a lost network does: a reset, no close frame, unsent bytes thrown away.
    public void lose() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

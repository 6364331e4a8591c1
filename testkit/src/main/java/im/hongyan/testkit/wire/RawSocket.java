package im.hongyan.testkit.wire;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A client that writes whatever bytes a test likes, and knows just enough WebSocket to read the answers.
public final class RawSocket implements Closeable {
    private static final int PATIENCE_MS = 10_000;
    private static final int MASK = 0x37FA213D;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0x0F;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// The code of a close frame; 1005 if it has none.
        public int closeCode() {
            return payload.length == 0 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }
    }

    public RawSocket(int port) throws IOException {
        this(port, 0);
    }

    /// @param receiveBytes the kernel's receive buffer, small to make a slow reader; 0 leaves it
    public RawSocket(int port, int receiveBytes) throws IOException {
        socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    public static byte[] handshake(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + Base64.getEncoder().encodeToString(new byte[16])
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Connects and shakes hands.
    public static RawSocket webSocket(int port, String path) throws IOException {
        RawSocket raw = new RawSocket(port);
        raw.send(handshake(path));
        String head = raw.head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("refused: " + head);
        }
        return raw;
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void text(String text) throws IOException {
        send(textFrame(text));
    }

    public static byte[] textFrame(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A masked frame with the shortest form of length.
    public static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        int lengthBytes = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
        byte[] frame = new byte[2 + lengthBytes + 4 + length];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = 0; i < lengthBytes; i++) {
            frame[2 + i] = (byte) ((long) length >>> (8 * (lengthBytes - 1 - i)));
        }
        int at = 2 + lengthBytes;
        for (int i = 0; i < 4; i++) {
            frame[at + i] = (byte) (MASK >>> (24 - 8 * i));
        }
        for (int i = 0; i < length; i++) {
            frame[at + 4 + i] = (byte) (payload[i] ^ frame[at + (i & 3)]);
        }
        return frame;
    }

    public static byte[] concat(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// Reads the head of an HTTP answer.
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /// Reads everything up to the end of the stream.
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    public byte[] read(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    public Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            throw new IOException("a server must not mask");
        }
        int length = second < 126 ? second : second == 126 ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
        return new Frame(first, read(length));
    }

    /// Whether the server has ended the connection, cleanly or not; anything it still says is an error.
    public boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

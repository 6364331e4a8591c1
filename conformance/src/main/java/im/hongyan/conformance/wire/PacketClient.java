package im.hongyan.conformance.wire;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A client of the MobileIMSDK dialect that does nothing by itself: one JSON packet per frame, over any of the
/// three transports. Written from the protocol's description alone.
public final class PacketClient implements Closeable {
    /// How the client is connected.
    public enum Transport {
        TCP,
        UDP,
        WEBSOCKET
    }

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int FRAME_BYTES_MAX = 1 << 20;
    /// The Java client's buffer.
    private static final int DATAGRAM_BYTES_MAX = 1_024;

    private static final String END = "";

    /// Bytes to and from one server.
    private interface Wire extends Closeable {
        void write(byte[] frame) throws IOException;

        void writeRaw(byte[] bytes) throws IOException;

        byte[] read() throws IOException;

        void lose() throws IOException;
    }

    private final Wire wire;
    private final UnaryOperator<String> translate;
    private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final List<String> transcript = new ArrayList<>();
    private volatile int closeCode;

    private PacketClient(Wire wire, UnaryOperator<String> translate) {
        this.wire = wire;
        this.translate = translate;
        Thread.ofVirtual().name("packets").start(this::readAll);
    }

    /// @param translate what is done to every packet's text before it is shown
    public static PacketClient open(Transport transport, InetSocketAddress server, UnaryOperator<String> translate)
            throws IOException {
        Wire wire =
                switch (transport) {
                    case TCP -> new Frames(server);
                    case UDP -> new Datagrams(server);
                    case WEBSOCKET -> new Upgraded(server);
                };
        return new PacketClient(wire, translate);
    }

    private void readAll() {
        try {
            while (true) {
                String text = translate.apply(new String(wire.read(), StandardCharsets.UTF_8));
                synchronized (transcript) {
                    transcript.add(text);
                }
                arrived.add(text);
            }
        } catch (CloseFrameException closed) {
            closeCode = closed.code;
            arrived.add(END);
        } catch (IOException gone) {
            arrived.add(END);
        }
    }

    public void write(String packet) throws IOException {
        wire.write(packet.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes that may be no frame at all.
    public void writeRaw(byte[] bytes) throws IOException {
        wire.writeRaw(bytes);
    }

    /// The next packet; empty if none came in time.
    ///
    /// @throws LostException if the connection ended before
    public Optional<Json.Obj> next(Duration patience) throws InterruptedException, LostException {
        String text = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (text == null) {
            return Optional.empty();
        }
        if (text.equals(END)) {
            arrived.add(END);
            throw new LostException("the connection has ended");
        }
        return Json.read(text) instanceof Json.Obj packet ? Optional.of(packet) : Optional.empty();
    }

    /// Whether the server ends the connection in time; packets before that are passed over.
    public boolean ends(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        String text;
        while ((text = arrived.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
            if (text.equals(END)) {
                arrived.add(END);
                return true;
            }
        }
        return false;
    }

    /// The code of the WebSocket close frame, or 0.
    public int closeCode() {
        return closeCode;
    }

    /// Everything that came, as it was shown.
    public List<String> transcript() {
        synchronized (transcript) {
            return List.copyOf(transcript);
        }
    }

    /// Ends as a lost network does.
    public void lose() throws IOException {
        wire.lose();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private static final class CloseFrameException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int code;

        CloseFrameException(int code) {
            super("closed with " + code);
            this.code = code;
        }
    }

    /// Four bytes of length, then the packet.
    private static final class Frames implements Wire {
        private final Socket socket = new Socket();
        private final DataInputStream in;

        Frames(InetSocketAddress server) throws IOException {
            socket.setTcpNoDelay(true);
            socket.connect(server, CONNECT_TIMEOUT_MS);
            in = new DataInputStream(socket.getInputStream());
        }

        @Override
        public void write(byte[] frame) throws IOException {
            writeRaw(ByteBuffer.allocate(Integer.BYTES + frame.length)
                    .putInt(frame.length)
                    .put(frame)
                    .array());
        }

        @Override
        public synchronized void writeRaw(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public byte[] read() throws IOException {
            int length = in.readInt();
            if (length <= 0 || length > FRAME_BYTES_MAX) {
                throw new EOFException("a frame of " + length + " bytes");
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return frame;
        }

        @Override
        public void lose() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// One datagram, one packet; from a port of its own each time, as the original does it.
    private static final class Datagrams implements Wire {
        private final DatagramSocket socket = new DatagramSocket();

        Datagrams(InetSocketAddress server) throws IOException {
            socket.connect(server);
        }

        @Override
        public void write(byte[] frame) throws IOException {
            socket.send(new DatagramPacket(frame, frame.length));
        }

        @Override
        public void writeRaw(byte[] bytes) throws IOException {
            write(bytes);
        }

        @Override
        public byte[] read() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_BYTES_MAX + 1], DATAGRAM_BYTES_MAX + 1);
            while (true) {
                try {
                    socket.receive(packet);
                } catch (java.net.PortUnreachableException away) {
                    continue; // nobody listens now; perhaps later
                }
                if (packet.getLength() > DATAGRAM_BYTES_MAX) {
                    throw new IOException("a datagram larger than the client's buffer");
                }
                return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
            }
        }

        @Override
        public void lose() {
            socket.close();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /// One text frame, one packet.
    private static final class Upgraded implements Wire {
        private final RawSocket socket;

        Upgraded(InetSocketAddress server) throws IOException {
            socket = new RawSocket(server, InetAddress.getLoopbackAddress(), 0);
            socket.handshake("/websocket");
        }

        @Override
        public void write(byte[] frame) throws IOException {
            socket.write(RawSocket.TEXT, frame);
        }

        @Override
        public void writeRaw(byte[] bytes) throws IOException {
            socket.write(bytes);
        }

        @Override
        public byte[] read() throws IOException {
            while (true) {
                RawSocket.WsFrame frame = socket.frame();
                if (frame.opcode() == RawSocket.TEXT) {
                    return frame.payload();
                }
                if (frame.opcode() == RawSocket.CLOSE) {
                    byte[] code = frame.payload();
                    throw new CloseFrameException(
                            code.length < 2
                                    ? 0
                                    : Short.toUnsignedInt(ByteBuffer.wrap(code).getShort()));
                }
            }
        }

        @Override
        public void lose() throws IOException {
            socket.lose();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

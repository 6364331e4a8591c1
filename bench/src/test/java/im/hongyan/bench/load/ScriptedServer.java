package im.hongyan.bench.load;

import im.hongyan.bench.wire.Fields;
import im.hongyan.bench.wire.Frame;
import im.hongyan.bench.wire.FrameReader;
import im.hongyan.bench.wire.Scratch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;

/// A server that answers every request and lies about numbers as it is told. It delivers nothing.
final class ScriptedServer implements AutoCloseable {
    private static final long ID = Fields.key("id");
    private static final byte[] OPEN =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final LongUnaryOperator numbers;

    /// @param numbers from the number that is due to the one that is said
    ScriptedServer(LongUnaryOperator numbers) throws IOException {
        this.numbers = numbers;
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.read());
            }
            out.write(OPEN);
            FrameReader reader = new FrameReader();
            Scratch scratch = new Scratch();
            byte[] bytes = new byte[4096];
            long[] answered = {-1}; // the first request is the login
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                ByteBuf replies = Unpooled.buffer();
                reader.read(
                        Unpooled.wrappedBuffer(bytes, 0, read),
                        scratch,
                        (_, frame, start, end) -> answer(replies, frame, start, end, ++answered[0]));
                out.write(replies.array(), 0, replies.readableBytes());
            }
        } catch (IOException e) {
            assert e.getMessage() != null; // the client left
        }
    }

    private void answer(ByteBuf out, byte[] frame, int start, int end, long number) {
        Fields fields = new Fields();
        fields.on(frame, start, end);
        while (fields.next()) {
            if (fields.is(ID)) {
                long id = fields.number();
                byte[] reply = ("{\"re\":" + id + ",\"n\":" + numbers.applyAsLong(number) + "}")
                        .getBytes(StandardCharsets.US_ASCII);
                Frame.plain(out, Frame.TEXT, reply, 0, reply.length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

package im.hongyan.conformance;

import im.hongyan.conformance.wire.Json;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A small server of the native protocol, roughly, so that the tools of this module are tested without the real
/// one: as a process of its own that can be killed, and with faults that the tools must find. It knows single
/// conversations, and believes every token.
public final class FakeServer {
    /// How the fake misbehaves.
    public enum Fault {
        NONE,
        /// Acknowledges every seventh message without storing it.
        FORGETS,
        /// Does not recognise client ids.
        REPEATS,
        /// Does not push.
        SILENT,
        /// Says something that is no error in the log.
        LOGS_ERROR
    }

    private final FakeStore store;
    private final Fault fault;
    private final List<Peer> peers = new ArrayList<>();

    private FakeServer(FakeStore store, Fault fault) {
        this.store = store;
        this.fault = fault;
    }

    /// The command that starts it as a process of its own.
    public static ServerCommand command(Fault fault) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ServerCommand(List.of(
                java,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeServer.class.getName(),
                "--fault",
                fault.name()));
    }

    /// `serve --port P --data DIR [--fault NAME]`
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
        Path data = Files.createDirectories(Path.of(words.get(words.indexOf("--data") + 1)));
        Fault fault = words.contains("--fault")
                ? Fault.valueOf(words.get(words.indexOf("--fault") + 1).toUpperCase(Locale.ROOT))
                : Fault.NONE;
        Files.writeString(data.resolve("credentials"), "admin-key = admin\n");
        keys(Files.createDirectories(data.resolve("directory")));
        new FakeServer(new FakeStore(data.resolve("journal"), fault), fault).serve(port);
    }

    /// The secret lies where the real server keeps it.
    private static void keys(Path folder) throws IOException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("directory.db"));
                Statement statement = database.createStatement()) {
            statement.execute("create table if not exists app_keys (app_id text, secret blob, created_at_ms integer)");
            statement.execute("insert into app_keys values ('demo', x'0123456789abcdef', 1)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void serve(int port) throws IOException {
        try (var server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        new Peer(socket).talk();
                    } catch (IOException _) {
                        // The peer is gone.
                    }
                });
            }
        }
    }

    private synchronized void push(String user, Json.Obj entry, Peer but) {
        for (Peer peer : peers) {
            if (peer != but && peer.user.equals(user) && fault != Fault.SILENT) {
                peer.send(entry);
                peer.pushed++;
            }
        }
    }

    private final class Peer {
        private final DataInputStream in;
        private final OutputStream out;
        private String user = "";
        private long pushed;

        Peer(Socket socket) throws IOException {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        }

        private void talk() throws IOException {
            String request = line();
            String key = "";
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = header.substring(header.indexOf(':') + 1).trim();
                }
            }
            if (!request.startsWith("GET /link")) {
                raw("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                return;
            }
            raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
            try {
                frames();
            } finally {
                synchronized (FakeServer.this) {
                    peers.remove(this);
                }
            }
        }

        private void frames() throws IOException {
            while (true) {
                int opcode = in.readUnsignedByte() & 15;
                long length = in.readUnsignedByte() & 127;
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes((int) length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i & 3];
                }
                if (opcode == 8 || payload.length < length) {
                    return;
                }
                synchronized (FakeServer.this) {
                    hear((Json.Obj) Json.read(new String(payload, StandardCharsets.UTF_8)));
                }
            }
        }

        private void hear(Json.Obj frame) {
            if (fault == Fault.LOGS_ERROR) {
                System.out.println("2026-01-01 00:00:00.000 ERROR Fake: something broke");
            }
            Json.Obj reply = answer(frame);
            if (frame.has("id")) {
                send(Json.Obj.EMPTY.with("re", frame.get("id")).and(reply));
            }
        }

        private Json.Obj answer(Json.Obj frame) {
            String op = frame.text("op");
            String conv =
                    user.isEmpty() ? "" : store.key(user, op.equals("send") ? frame.text("to") : frame.text("conv"));
            return switch (op) {
                case "login" -> login(frame);
                case "ping" ->
                    Json.Obj.EMPTY.with("t", 1).with("pushed", pushed).with("cursor", 0);
                case "send" -> store.send(user, conv, frame, entry -> pushToAll(entry));
                case "recall" -> store.recall(user, conv, frame.number("n"), entry -> pushToAll(entry));
                case "read" -> store.read(user, conv, frame.number("n"));
                case "history" -> store.history(user, conv, frame);
                case "sync" -> store.sync(user);
                case "ack" -> Json.Obj.EMPTY;
                default ->
                    refused(
                            op.equals("resume") ? 2008 : 1002,
                            op.equals("resume") ? "resume_unknown" : "unknown_operation");
            };
        }

        private void pushToAll(Json.Obj entry) {
            String to = entry.text("to").substring(2);
            push(to, entry, this);
            if (!to.equals(entry.text("from"))) {
                push(entry.text("from"), entry, this);
            }
        }

        private Json.Obj login(Json.Obj frame) {
            String[] parts = frame.text("token").split("\\.", -1);
            if (parts.length != 3) {
                return refused(2001, "token_invalid");
            }
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            user = ((Json.Obj) Json.read(claims)).text("sub");
            peers.add(this);
            return Json.Obj.EMPTY.with("user", user).with("session", "s");
        }

        private void send(Json.Obj frame) {
            byte[] bytes = frame.toString().getBytes(StandardCharsets.UTF_8);
            var head = new java.io.ByteArrayOutputStream();
            head.write(0x81);
            if (bytes.length < 126) {
                head.write(bytes.length);
            } else if (bytes.length < 65_536) {
                head.write(126);
                head.write(bytes.length >>> 8);
                head.write(bytes.length);
            } else {
                head.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    head.write((int) ((long) bytes.length >>> shift));
                }
            }
            head.writeBytes(bytes);
            try {
                out.write(head.toByteArray());
                out.flush();
            } catch (IOException _) {
                peers.remove(this); // Gone: what it missed it will sync.
            }
        }

        private void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
                line.append((char) b);
            }
            return line.toString().strip();
        }
    }

    static Json.Obj refused(int code, String name) {
        return Json.Obj.EMPTY.with(
                "err",
                Json.Obj.EMPTY
                        .with("code", code)
                        .with("name", name)
                        .with("band", "fix")
                        .with("text", name)
                        .with("zh", name));
    }

    private static String accept(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

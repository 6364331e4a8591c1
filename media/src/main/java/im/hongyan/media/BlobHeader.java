package im.hongyan.media;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.FileKind;
import im.hongyan.core.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What is known of a file, as lines of `name=value` before its bytes. It stands in the same file as they do, so
/// that one renaming makes both appear, and none is ever without the other.
final class BlobHeader {
    /// Always as long as this, filled up with spaces.
    static final int BYTES = 1_024;

    private static final String FIRST_LINE = "hongyan-file 1";

    private BlobHeader() {}

    static ByteBuffer write(StoredFile file) {
        String text = FIRST_LINE
                + "\napp=" + file.owner().app()
                + "\nowner=" + file.owner().user()
                + "\ntype=" + file.kind().mediaType()
                + "\nbytes=" + file.bytes()
                + "\nwidth=" + file.width()
                + "\nheight=" + file.height()
                + "\ncreated=" + file.createdAtMs()
                + "\n";
        ByteBuffer header = ByteBuffer.allocate(BYTES).put(text.getBytes(StandardCharsets.UTF_8));
        while (header.position() < BYTES - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').flip();
    }

    /// @throws IOException if this is not a header
    static StoredFile read(FileId id, ByteBuffer header) throws IOException {
        String[] lines = StandardCharsets.UTF_8.decode(header).toString().split("\n", -1);
        if (!lines[0].equals(FIRST_LINE)) {
            throw new IOException("The file " + id + " does not begin with our header.");
        }
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            FileKind kind = FileKind.ofMediaType(String.valueOf(values.get("type")));
            if (kind == null) {
                throw new IOException("The file " + id + " is of a type that is not known: " + values.get("type"));
            }
            UserKey owner = new UserKey(new AppId(text(values, "app")), UserId.parse(text(values, "owner")));
            return new StoredFile(
                    id,
                    owner,
                    kind,
                    Long.parseLong(text(values, "bytes")),
                    Integer.parseInt(text(values, "width")),
                    Integer.parseInt(text(values, "height")),
                    Long.parseLong(text(values, "created")));
        } catch (IllegalArgumentException | RefusedException damaged) {
            throw new IOException("The header of file " + id + " is damaged.", damaged);
        }
    }

    private static String text(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }
}

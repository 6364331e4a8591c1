package im.hongyan.core.file;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A file that is being sent, piece by piece. Its limits hold while it comes in: what is too large, or nothing that
/// is accepted, is refused as soon as that is seen. One thread at a time; ends by [#finish] or [#abort].
public final class Upload {
    private final Files files;
    private final FileId id;
    private final UserKey owner;
    private final Blobs.Incoming incoming;
    private final long bytesMax;
    private final byte[] head = new byte[FileKind.HEAD_BYTES];
    private long bytes;
    private @Nullable FileKind kind;
    private boolean over;

    Upload(Files files, FileId id, UserKey owner, Blobs.Incoming incoming, long bytesMax) {
        this.files = files;
        this.id = id;
        this.owner = owner;
        this.incoming = incoming;
        this.bytesMax = bytesMax;
    }

    /// Takes the next piece.
    public void write(ByteBuffer piece) throws RefusedException {
        if (over) {
            throw new IllegalStateException("the upload is over");
        }
        if (bytes + piece.remaining() > bytesMax) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.FILE_TOO_LARGE, "file", "A file has at most " + bytesMax + " bytes (file_bytes_max)."));
        }
        int room = Math.clamp(head.length - bytes, 0, piece.remaining());
        piece.get(piece.position(), head, (int) Math.min(bytes, head.length), room);
        bytes += piece.remaining();
        if (kind == null && bytes >= head.length) {
            kind = recognise();
        }
        files.refuseWhenFull();
        incoming.write(piece);
    }

    private FileKind recognise() throws RefusedException {
        FileKind found = FileKind.of(Arrays.copyOf(head, (int) Math.min(bytes, head.length)));
        if (found == null) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.FILE_TYPE_REFUSED, "file", "By its content this is no picture, sound or video we take."));
        }
        return found;
    }

    /// All has come: makes the file durable.
    public Files.Addressed finish() throws RefusedException {
        if (bytes == 0) {
            throw new RefusedException(Refusal.field(ErrorCode.FILE_EMPTY, "file", ErrorCode.FILE_EMPTY.english()));
        }
        FileKind known = kind == null ? recognise() : kind;
        PictureSize size = PictureSize.of(known, this::readBack);
        StoredFile file = new StoredFile(id, owner, known, bytes, size.width(), size.height(), files.nowMs());
        incoming.commit(file);
        end();
        return files.addressed(file);
    }

    private ByteBuffer readBack(long position, int length) {
        ByteBuffer piece = ByteBuffer.allocate(length);
        while (piece.hasRemaining() && incoming.read(piece, position + piece.position()) > 0) {
            // Reads on: one call may bring less than there is.
        }
        return piece.flip();
    }

    /// Forgets it, at whatever point; after the end, nothing happens.
    public void abort() {
        if (!over) {
            end();
            incoming.abort();
        }
    }

    private void end() {
        over = true;
        files.left(owner);
    }
}

package im.hongyan.media;

import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file on its way in: written beside, and moved to its place when it is whole and on the disk.
final class IncomingFile implements Blobs.Incoming {
    /// The disk's free space is asked for once per so many bytes.
    private static final long ASK_EVERY_BYTES = 1 << 20;

    private final FolderBlobs blobs;
    private final Path beside;
    private final Path place;
    private final FileChannel channel;
    private long written;
    private long askAt;
    private boolean over;

    IncomingFile(FolderBlobs blobs, Path beside, Path place) throws IOException {
        this.blobs = blobs;
        this.beside = beside;
        this.place = place;
        blobs.requireRoom(ASK_EVERY_BYTES);
        this.askAt = ASK_EVERY_BYTES;
        this.channel = FileChannel.open(
                beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.written = BlobHeader.BYTES;
        blobs.count(written);
    }

    @Override
    public void write(ByteBuffer piece) {
        long bytes = piece.remaining();
        try {
            if (written + bytes > askAt) {
                blobs.requireRoom(bytes + ASK_EVERY_BYTES);
                askAt = written + bytes + ASK_EVERY_BYTES;
            }
            while (piece.hasRemaining()) {
                int wrote = channel.write(piece, written);
                written += wrote;
                blobs.count(wrote);
            }
        } catch (IOException e) {
            throw FolderBlobs.unavailable("A file cannot be written.", e);
        }
    }

    @Override
    public int read(ByteBuffer into, long position) {
        try {
            return channel.read(into, BlobHeader.BYTES + position);
        } catch (IOException e) {
            throw FolderBlobs.unavailable("A file cannot be read back.", e);
        }
    }

    @Override
    public void commit(StoredFile file) {
        try {
            ByteBuffer header = BlobHeader.write(file);
            while (header.hasRemaining()) {
                channel.write(header, header.position());
            }
            channel.force(true);
            channel.close();
            Path folder = place.resolveSibling("");
            boolean fresh = !Files.isDirectory(folder);
            Files.createDirectories(folder);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            over = true;
            force(folder);
            if (fresh) {
                force(folder.resolveSibling(""));
            }
        } catch (IOException e) {
            throw FolderBlobs.unavailable("A file cannot be made durable.", e);
        }
    }

    /// A new name is durable when its folder is.
    private static void force(Path folder) throws IOException {
        try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    @Override
    public void abort() {
        if (over) {
            return;
        }
        over = true;
        blobs.count(-written);
        try {
            channel.close();
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            throw FolderBlobs.unavailable("A file that nobody wants cannot be removed.", e);
        }
    }
}

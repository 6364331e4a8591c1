package im.hongyan.media;

import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file of the folder, being read.
record StoredBlob(StoredFile file, FileChannel channel) implements Blobs.Blob {
    @Override
    public int read(ByteBuffer into, long position) {
        try {
            return channel.read(into, BlobHeader.BYTES + position);
        } catch (IOException e) {
            throw FolderBlobs.unavailable("The file " + file.id() + " cannot be read.", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FolderBlobs.unavailable("The file " + file.id() + " cannot be closed.", e);
        }
    }
}

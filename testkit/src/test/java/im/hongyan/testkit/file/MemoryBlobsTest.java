package im.hongyan.testkit.file;

import im.hongyan.core.file.Blobs;

final class MemoryBlobsTest extends BlobsContract {
    @Override
    protected Blobs open() {
        return new MemoryBlobs();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}

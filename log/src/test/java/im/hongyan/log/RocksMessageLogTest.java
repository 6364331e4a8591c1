package im.hongyan.log;

import im.hongyan.core.log.MessageLog;
import im.hongyan.testkit.log.MessageLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract on RocksDB as it is run in production.
class RocksMessageLogTest extends MessageLogContract {
    @TempDir
    Path folder;

    @Override
    protected MessageLog open() throws Exception {
        return RocksMessageLog.open(folder, LogOptions.DEFAULT);
    }
}

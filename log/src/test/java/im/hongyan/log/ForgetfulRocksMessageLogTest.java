package im.hongyan.log;

import im.hongyan.core.log.MessageLog;
import im.hongyan.testkit.log.MessageLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a log that holds almost no conversation in memory and so derives heads from the disk.
class ForgetfulRocksMessageLogTest extends MessageLogContract {
    @TempDir
    Path folder;

    @Override
    protected MessageLog open() throws Exception {
        LogOptions usual = LogOptions.DEFAULT;
        return RocksMessageLog.open(
                folder, new LogOptions(2, usual.diskReserveBytes(), usual.memtableBytes(), usual.blockCacheBytes()));
    }
}

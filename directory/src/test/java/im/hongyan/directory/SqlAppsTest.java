package im.hongyan.directory;

import im.hongyan.testkit.account.AccountStore;
import im.hongyan.testkit.account.AppsContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

final class SqlAppsTest extends AppsContract {
    @TempDir
    Path folder;

    @Override
    protected AccountStore open(Clock clock) throws DirectoryUnusableException {
        return DirectoryAccounts.open(folder, clock);
    }
}

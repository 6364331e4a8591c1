package im.hongyan.directory;

import im.hongyan.testkit.account.AccountStore;
import im.hongyan.testkit.account.TokensContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

final class JwtTokensTest extends TokensContract {
    @TempDir
    Path folder;

    @Override
    protected AccountStore open(Clock clock) throws DirectoryUnusableException {
        return DirectoryAccounts.open(folder, clock);
    }
}

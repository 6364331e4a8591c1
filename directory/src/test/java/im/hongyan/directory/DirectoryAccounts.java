package im.hongyan.directory;

import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Users;
import im.hongyan.testkit.account.AccountStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// The directory as the contracts see it.
record DirectoryAccounts(Directory directory, String adminKey) implements AccountStore {
    static DirectoryAccounts open(Path folder, Clock clock) throws DirectoryUnusableException {
        Directory directory = Directory.open(folder, clock, new SecureRandom());
        return new DirectoryAccounts(directory, directory.createAdminKey().orElseThrow());
    }

    @Override
    public Users users() {
        return directory.users();
    }

    @Override
    public Apps apps() {
        return directory.apps();
    }

    @Override
    public Tokens tokens() {
        return directory.tokens();
    }

    @Override
    public void close() {
        directory.close();
    }
}

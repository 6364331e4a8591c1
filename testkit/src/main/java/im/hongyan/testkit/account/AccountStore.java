package im.hongyan.testkit.account;

import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Users;

/// One adapter under test: the three ports over one store.
public interface AccountStore extends AutoCloseable {
    Users users();

    Apps apps();

    Tokens tokens();

    /// The administrator's key of this store, in clear text.
    String adminKey();

    @Override
    void close();
}

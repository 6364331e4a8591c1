package im.hongyan.testkit.account;

import java.time.Clock;
import java.util.Random;

/// All three ports in memory.
public record InMemoryAccounts(InMemoryUsers users, InMemoryApps apps, InMemoryTokens tokens, String adminKey)
        implements AccountStore {
    /// Opens an empty one.
    ///
    /// @param seed where the tokens' randomness begins
    public static InMemoryAccounts open(Clock clock, long seed) {
        var apps = new InMemoryApps();
        String adminKey = "admin-" + seed;
        return new InMemoryAccounts(
                new InMemoryUsers(), apps, new InMemoryTokens(apps, clock, new Random(seed), adminKey), adminKey);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}

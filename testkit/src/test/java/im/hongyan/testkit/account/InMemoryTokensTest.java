package im.hongyan.testkit.account;

import java.time.Clock;

final class InMemoryTokensTest extends TokensContract {
    @Override
    protected AccountStore open(Clock clock) {
        return InMemoryAccounts.open(clock, 1);
    }
}

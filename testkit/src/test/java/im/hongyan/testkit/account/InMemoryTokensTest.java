package im.hongyan.testkit.account;

import java.time.Clock;

final class InMemoryTokensTest extends TokensContract {
    @Override
    protected Accounts open(Clock clock) {
        return InMemoryAccounts.open(clock, 1);
    }
}

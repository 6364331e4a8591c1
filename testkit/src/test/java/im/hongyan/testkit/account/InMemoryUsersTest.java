package im.hongyan.testkit.account;

import java.time.Clock;

final class InMemoryUsersTest extends UsersContract {
    @Override
    protected AccountStore open(Clock clock) {
        return InMemoryAccounts.open(clock, 1);
    }
}

package im.hongyan.testkit.account;

import java.time.Clock;

final class InMemoryAppsTest extends AppsContract {
    @Override
    protected AccountStore open(Clock clock) {
        return InMemoryAccounts.open(clock, 1);
    }
}

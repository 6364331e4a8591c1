package im.hongyan.gateway;

import im.hongyan.core.limit.Limits;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The door: who is let in, and how many are inside.
final class Admission {
    private final Limits limits;
    private final boolean loopbackExempt;
    private final LongSupplier nanoTime;
    private final GatewayMetrics metrics;
    private final AddressRates addresses;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger anonymous = new AtomicInteger();
    private final AtomicBoolean shut = new AtomicBoolean();

    Admission(GatewaySettings settings, LongSupplier nanoTime, GatewayMetrics metrics) {
        this.limits = settings.limits();
        this.loopbackExempt = settings.loopbackExempt();
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.addresses = new AddressRates(
                limits.addressConnectionsPerSecond(),
                limits.addressConnectionsBurst(),
                settings.addressesMax(),
                nanoTime.getAsLong());
    }

    /// Lets one more in, or says why not. Whoever was let in must [#leave] once.
    @Nullable
    Refused enter(String address) {
        Refused refused = refusal(address);
        if (refused == null) {
            metrics.accepted.increment();
        } else {
            metrics.refused(refused);
        }
        return refused;
    }

    private @Nullable Refused refusal(String address) {
        if (shut.get()) {
            return Refused.STOPPING;
        }
        if (!(loopbackExempt && loopback(address)) && !addresses.allows(address, nanoTime.getAsLong())) {
            return Refused.ADDRESS_TOO_FAST;
        }
        if (open.incrementAndGet() > limits.connectionsMax()) {
            open.decrementAndGet();
            return Refused.FULL;
        }
        if (anonymous.incrementAndGet() > limits.anonymousConnectionsMax()) {
            anonymous.decrementAndGet();
            open.decrementAndGet();
            return Refused.ANONYMOUS_FULL;
        }
        return null;
    }

    /// Why the datagrams of a new address are not looked at, or null. Nobody is counted in yet: an address is not a
    /// client until somebody has logged in from it.
    ///
    /// @param rates the port's own, so that forged addresses take nothing from connections
    @Nullable
    Refused refusalOfDatagram(String address, AddressRates rates, long nowNanos) {
        if (shut.get()) {
            return Refused.STOPPING;
        }
        if (open.get() >= limits.connectionsMax()) {
            return Refused.FULL;
        }
        boolean tooFast = !(loopbackExempt && loopback(address)) && !rates.allows(address, nowNanos);
        return tooFast ? Refused.ADDRESS_TOO_FAST : null;
    }

    /// A client without a connection has logged in; it must [#leave] once.
    void enterKnown() {
        open.incrementAndGet();
    }

    void loggedIn() {
        anonymous.decrementAndGet();
    }

    void leave(boolean stillAnonymous) {
        if (stillAnonymous) {
            anonymous.decrementAndGet();
        }
        open.decrementAndGet();
    }

    /// Lets nobody in any more.
    void shut() {
        shut.set(true);
    }

    int open() {
        return open.get();
    }

    int anonymous() {
        return anonymous.get();
    }

    private static boolean loopback(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }
}

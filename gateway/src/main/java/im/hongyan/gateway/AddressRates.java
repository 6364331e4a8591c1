package im.hongyan.gateway;

import im.hongyan.core.limit.RateLimit;
import java.util.HashMap;
import java.util.Map;

/// How fast each address opens connections, for a bounded number of addresses. Two generations: an address that was
/// silent for a whole generation has a full bucket again, so forgetting it changes nothing. Only when more
/// addresses come than fit does a generation end early, and some get a fresh bucket.
final class AddressRates {
    private final int perSecond;
    private final int burst;
    private final int addressesMax;
    private final long generationNanos;
    private final Object lock = new Object();
    private Map<String, RateLimit> young = new HashMap<>();
    private Map<String, RateLimit> old = new HashMap<>();
    private long bornNanos;

    AddressRates(int perSecond, int burst, int addressesMax, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.addressesMax = addressesMax;
        this.generationNanos = 1_000_000_000L * (burst / perSecond + 1);
        this.bornNanos = nowNanos;
    }

    /// Whether this address may open one more connection now.
    boolean allows(String address, long nowNanos) {
        String key = networkOf(address);
        synchronized (lock) {
            if (nowNanos - bornNanos > generationNanos || young.size() >= addressesMax / 2) {
                old = young;
                young = new HashMap<>();
                bornNanos = nowNanos;
            }
            RateLimit rate = young.get(key);
            if (rate == null) {
                RateLimit known = old.remove(key);
                rate = known == null ? new RateLimit(perSecond, burst) : known;
                young.put(key, rate);
            }
            return rate.take(nowNanos) == 0;
        }
    }

    /// An IPv6 customer has a whole /64 to choose addresses from: count that.
    private static String networkOf(String address) {
        int colons = 0;
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == ':' && ++colons == 4) {
                return address.substring(0, i);
            }
        }
        return address;
    }
}

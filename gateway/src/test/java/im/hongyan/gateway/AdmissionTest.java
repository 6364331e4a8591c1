package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private long now = 1_000;

    private Admission admission(int addressBurst, int anonymousMax, int connectionsMax, int addressesMax) {
        GatewaySettings usual = TestGateway.settings(c ->
                new TestGateway.Change(75_000, 100, 100, addressBurst, anonymousMax, connectionsMax, 65_536, 1 << 20));
        return new Admission(
                new GatewaySettings(usual.limits(), true, 2000, 100, 1000, 1 << 20, addressesMax, 16, 3),
                () -> now,
                new GatewayMetrics());
    }

    @Test
    void connectionsWithoutLoginAreCountedApart() {
        Admission door = admission(100, 2, 3, 100);
        assertThat(door.enter("10.0.0.1")).isNull();
        assertThat(door.enter("10.0.0.2")).isNull();
        assertThat(door.enter("10.0.0.3")).isEqualTo(Refused.ANONYMOUS_FULL);
        door.loggedIn();
        assertThat(door.enter("10.0.0.3")).isNull();
        door.loggedIn();
        assertThat(door.enter("10.0.0.4")).isEqualTo(Refused.FULL);
        door.leave(false);
        assertThat(door.enter("10.0.0.4")).isNull();
        assertThat(door.open()).isEqualTo(3);
        assertThat(door.anonymous()).isEqualTo(2);
    }

    @Test
    void anAddressMayOpenOnlySoManyAtOnce() {
        Admission door = admission(3, 1000, 1000, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(door.enter("10.0.0.1")).isNull();
        }
        assertThat(door.enter("10.0.0.1")).isEqualTo(Refused.ADDRESS_TOO_FAST);
        assertThat(door.enter("10.0.0.2")).isNull();
        for (int i = 0; i < 50; i++) {
            assertThat(door.enter("127.0.0.1")).isNull();
        }
        now += Duration.ofSeconds(1).toNanos();
        assertThat(door.enter("10.0.0.1")).isNull();
        assertThat(door.enter("10.0.0.1")).isEqualTo(Refused.ADDRESS_TOO_FAST);
        now += Duration.ofSeconds(20).toNanos();
        assertThat(door.enter("10.0.0.1")).isNull();
    }

    @Test
    void oneCustomersIpv6NetworkCountsAsOneAddress() {
        Admission door = admission(1, 1000, 1000, 100);
        assertThat(door.enter("2001:db8:1:2:0:0:0:1")).isNull();
        assertThat(door.enter("2001:db8:1:2:0:0:0:2")).isEqualTo(Refused.ADDRESS_TOO_FAST);
        assertThat(door.enter("2001:db8:1:3:0:0:0:1")).isNull();
    }

    @Test
    void whatIsRememberedOfAddressesIsBounded() {
        Admission door = admission(1, 1_000_000, 1_000_000, 64);
        for (int i = 0; i < 10_000; i++) {
            assertThat(door.enter("10.1." + i / 256 + "." + i % 256)).isNull();
        }
    }
}

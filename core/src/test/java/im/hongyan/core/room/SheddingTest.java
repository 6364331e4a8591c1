package im.hongyan.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.log.Priority;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SheddingTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static int taken(Shedding shedding, Priority priority, int tries, long nowNanos) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += shedding.takes(priority, 0, nowNanos) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void lowGivesWayFirstThenNormalThenHigh() {
        Shedding shedding = new Shedding(100, 1_000);
        assertThat(taken(shedding, Priority.LOW, 200, 0)).isEqualTo(50);
        assertThat(taken(shedding, Priority.NORMAL, 200, 0)).isEqualTo(25);
        assertThat(taken(shedding, Priority.HIGH, 200, 0)).isEqualTo(25);
        assertThat(shedding.shed()).isEqualTo(150 + 175 + 175);
    }

    @Test
    void whatIsSustainedIsTakenForEver() {
        Shedding shedding = new Shedding(10, 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(shedding.takes(Priority.LOW, 0, i * SECOND / 10)).isTrue();
        }
        assertThat(shedding.shed()).isZero();
    }

    @Test
    void aRoomThatTakesOneASecondTakesOne() {
        Shedding shedding = new Shedding(1, 1_000);
        assertThat(shedding.takes(Priority.LOW, 0, 0)).isTrue();
        assertThat(shedding.takes(Priority.HIGH, 0, 0)).isFalse();
        assertThat(shedding.takes(Priority.LOW, 0, SECOND)).isTrue();
    }

    @Test
    void whatWaitsToBeHandedOnCountsAsWell() {
        Shedding shedding = new Shedding(1_000, 100);
        assertThat(shedding.takes(Priority.LOW, 49, 0)).isTrue();
        assertThat(shedding.takes(Priority.LOW, 50, 0)).isFalse();
        assertThat(shedding.takes(Priority.NORMAL, 74, 0)).isTrue();
        assertThat(shedding.takes(Priority.NORMAL, 75, 0)).isFalse();
        assertThat(shedding.takes(Priority.HIGH, 99, 0)).isTrue();
        assertThat(shedding.takes(Priority.HIGH, 100, 0)).isFalse();
    }
}

package im.hongyan.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.message.Fingerprints.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private static final int MAX = 50;

    @Test
    void theNewestAreFoundAndTheOldestAreForgotten() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Remembered remembered = new Remembered(MAX);
        List<Fingerprint> added = new ArrayList<>();
        for (int i = 1; i <= 20 * MAX; i++) {
            // A quarter of them begin their search at the same slot.
            long high = random.nextInt(4) == 0 ? -1 : random.nextLong();
            Fingerprint print = new Fingerprint(high, random.nextLong());
            assertThat(remembered.find(print)).as("seed %d", seed).isNull();
            remembered.add(print, new Sent(i, i + 1, i + 2, i + 3));
            added.add(print);
            for (int back = 0; back < Math.min(i, MAX); back++) {
                int number = i - back;
                assertThat(remembered.find(added.get(number - 1)))
                        .as("seed %d", seed)
                        .isEqualTo(new Sent(number, number + 1, number + 2, number + 3));
            }
            if (i > 2 * MAX) {
                assertThat(remembered.find(added.get(i - 2 * MAX - 1)))
                        .as("seed %d", seed)
                        .isNull();
            }
        }
    }

    @Test
    void whatIsAddedAgainTakesNoSecondPlace() {
        Remembered remembered = new Remembered(2);
        Fingerprint kept = new Fingerprint(1, 1);
        remembered.add(kept, new Sent(1, 1, 1, 1));
        Fingerprint again = new Fingerprint(2, 2);
        for (int i = 0; i < 10; i++) {
            remembered.add(again, new Sent(2, 2, 2, 2));
        }
        assertThat(remembered.find(kept)).isNotNull();
    }
}

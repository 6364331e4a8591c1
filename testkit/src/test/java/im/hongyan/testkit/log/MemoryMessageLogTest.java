package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract on the fake.
class MemoryMessageLogTest extends MessageLogContract {
    @Override
    protected MessageLog open() {
        return new MemoryMessageLog();
    }

    @Test
    void itRefusesWhenToldTo() throws Exception {
        try (MemoryMessageLog log = new MemoryMessageLog()) {
            log.refuse(true);
            assertThatThrownBy(() -> log.append(List.of(LogSamples.append(ALICE_BOB, LogSamples.text(ALICE, "1")))))
                    .isInstanceOfSatisfying(LogUnavailableException.class, e -> assertThat(e.full())
                            .isTrue());
            assertThat(log.head(ALICE_BOB).number()).isZero();
            log.work();
            assertThat(log.append(List.of(LogSamples.append(ALICE_BOB, LogSamples.text(ALICE, "2")))))
                    .extracting(Entry::number)
                    .containsExactly(1L);
        }
    }
}

package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.text;

import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Opens a log for each test and closes it. The contract stands in parts, for it is long.
abstract class LogFixture {
    static final int BYTES_MAX = 1 << 20;
    MessageLog log = new MemoryMessageLog();

    /// A new, empty log.
    protected abstract MessageLog open() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = open();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    void fill(ConversationId conversation, int count) throws LogUnavailableException {
        for (int i = 1; i <= count; i++) {
            log.append(List.of(append(conversation, text(ALICE, "n" + i))));
        }
    }

    static List<Long> numbers(List<Entry> entries) {
        return entries.stream().map(Entry::number).toList();
    }
}

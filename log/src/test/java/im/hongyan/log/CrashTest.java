package im.hongyan.log;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.testkit.log.LogSamples;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends is killed in the middle of its work, again and again; what it had acknowledged must be
/// there.
class CrashTest {
    private static final int CRASHES = 8;
    private static final int CONVERSATIONS = 40;
    private static final int LINES_MAX = 400;

    @TempDir
    Path folder;

    /// What the child said of a conversation last: number, and position of that entry.
    private record Acknowledged(long number, long position) {}

    @Test
    void whatWasAcknowledgedSurvivesAKill(TestReporter report) throws Exception {
        long seed = System.nanoTime();
        report.publishEntry("seed", Long.toString(seed));
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Acknowledged> acknowledged = new HashMap<>();
        for (int crash = 1; crash <= CRASHES; crash++) {
            int before = acknowledged.size();
            crash(random.nextInt(1, LINES_MAX), random.nextLong(), acknowledged);
            assertThat(acknowledged.size())
                    .as("conversations of crash %s", crash)
                    .isGreaterThanOrEqualTo(before);
            check(acknowledged);
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private void crash(int afterLines, long seed, Map<Integer, Acknowledged> acknowledged) throws Exception {
        Process child = Jvm.start(Appends.class, folder.toString(), Long.toString(seed));
        try (BufferedReader out = child.inputReader()) {
            int lines = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length != 4 || !words[3].equals(".")) {
                    continue; // the line that the kill tore
                }
                acknowledged.put(
                        Integer.valueOf(words[0]),
                        new Acknowledged(Long.parseLong(words[1]), Long.parseLong(words[2])));
                if (++lines == afterLines) {
                    // By its handle, for Process.destroyForcibly would also close the output that is still to be read.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(lines).isGreaterThanOrEqualTo(afterLines);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void check(Map<Integer, Acknowledged> acknowledged) throws Exception {
        try (MessageLog log = RocksMessageLog.open(folder, LogOptions.DEFAULT)) {
            long newest = 0;
            for (int i = 0; i < CONVERSATIONS; i++) {
                ConversationId conversation = conversation(i);
                List<Entry> entries = log.readForward(conversation, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
                Acknowledged last = acknowledged.getOrDefault(i, new Acknowledged(0, 0));
                assertThat((long) entries.size()).isGreaterThanOrEqualTo(last.number);
                if (last.number > 0) {
                    assertThat(entries.get((int) last.number - 1).position()).isEqualTo(last.position);
                }
                newest = Math.max(newest, checkWhole(log, conversation, entries));
            }
            assertThat(log.position()).isEqualTo(newest);
        }
    }

    /// Numbers without holes, positions and times that rise, and a head that says the same as the entries.
    private static long checkWhole(MessageLog log, ConversationId conversation, List<Entry> entries) {
        long position = 0;
        long counted = 0;
        long recalled = 0;
        Mark own = Mark.ZERO;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            assertThat(entry.number()).isEqualTo(i + 1L);
            assertThat(entry.position()).isGreaterThan(position);
            counted += entry.isMessage() ? 1 : 0;
            recalled += entry.payload() instanceof Payload.Recalled ? 1 : 0;
            assertThat(entry.counted()).isEqualTo(counted);
            own = entry.isMessage() ? new Mark(entry.number(), counted) : own;
            position = entry.position();
        }
        Head head = log.head(conversation);
        assertThat(head.number()).isEqualTo(entries.size());
        assertThat(head.ownA()).isEqualTo(own);
        assertThat(head.recalled()).isEqualTo(recalled);
        assertThat(log.countRecalledAfter(conversation, new UserId("nobody"), 0))
                .isEqualTo(recalled);
        return position;
    }

    private static ConversationId.Single conversation(int i) {
        return ConversationId.single(new AppId("crash"), new UserId("a"), new UserId("b" + i));
    }

    /// Appends for ever and says what is durable: conversation, number, position, a full stop.
    static final class Appends {
        private Appends() {}

        public static void main(String[] arguments) throws Exception {
            SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
            // Small memtables, so that files are written and compacted while the process is killed.
            LogOptions options = new LogOptions(10, 0, 64 << 10, 1 << 20);
            try (MessageLog log = RocksMessageLog.open(Path.of(arguments[0]), options)) {
                while (true) {
                    List<Change> batch = batch(log, random);
                    StringBuilder said = new StringBuilder();
                    for (Entry entry : log.append(batch)) {
                        ConversationId.Single single = (ConversationId.Single) entry.conversation();
                        said.append(single.b().value().substring(1)).append(' ');
                        said.append(entry.number())
                                .append(' ')
                                .append(entry.position())
                                .append(" .\n");
                    }
                    Jvm.say(said.toString());
                }
            }
        }

        private static List<Change> batch(MessageLog log, SplittableRandom random) {
            List<Change> batch = new ArrayList<>();
            for (int size = random.nextInt(1, 60); size > 0; size--) {
                ConversationId.Single conversation = conversation(random.nextInt(CONVERSATIONS));
                String text = "x".repeat(random.nextInt(400));
                batch.add(LogSamples.append(conversation, LogSamples.text(conversation.a(), text)));
                long newest = log.head(conversation).number();
                if (newest > 0 && random.nextInt(8) == 0) {
                    long target = random.nextLong(newest) + 1;
                    Entry entry = log.entry(conversation, target);
                    if (entry != null && entry.payload() instanceof Message message) {
                        batch.add(new Change.Erase(conversation, target, LogSamples.leftOf(message)));
                        batch.add(LogSamples.append(
                                conversation, new Payload.Recall(conversation.a(), target, conversation.a(), true)));
                    }
                }
            }
            return batch;
        }
    }
}

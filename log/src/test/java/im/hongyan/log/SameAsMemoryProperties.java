package im.hongyan.log;

import static im.hongyan.testkit.log.LogSamples.APP;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Notes;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import im.hongyan.testkit.log.LogSamples;
import im.hongyan.testkit.log.MemoryMessageLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/// Random batches leave RocksDB and the plain fake in the same state, with caches of every size and across
/// restarts. jqwik prints the seed of each run.
class SameAsMemoryProperties {
    private static final int BYTES_MAX = 1 << 20;
    private static final List<UserId> USERS =
            Stream.of("a", "aa", "b", "鸿").map(UserId::new).toList();
    private static final List<ConversationId> CONVERSATIONS = conversations();

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void everyReadSaysTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int cacheMax) throws Exception {
        Path folder = Files.createTempDirectory("hongyan-log");
        LogOptions options = new LogOptions(cacheMax, 0, 64 << 10, 1 << 20);
        SplittableRandom random = new SplittableRandom(seed);
        MessageLog rocks = RocksMessageLog.open(folder, options);
        try (MessageLog memory = new MemoryMessageLog()) {
            for (int round = 0; round < 20; round++) {
                List<Change> batch = batch(random, memory);
                assertThat(rocks.append(batch)).isEqualTo(memory.append(batch));
                if (random.nextInt(4) == 0) {
                    assertSame(rocks, memory, random);
                }
                if (random.nextInt(8) == 0) {
                    rocks.close();
                    rocks = RocksMessageLog.open(folder, options);
                }
            }
            assertSame(rocks, memory, random);
        } finally {
            rocks.close();
            delete(folder);
        }
    }

    private static void assertSame(MessageLog rocks, MessageLog memory, SplittableRandom random) {
        assertThat(rocks.position()).isEqualTo(memory.position());
        for (ConversationId conversation : CONVERSATIONS) {
            assertThat(rocks.head(conversation)).isEqualTo(memory.head(conversation));
            long at = random.nextLong(20);
            int limit = random.nextInt(8);
            assertThat(rocks.readForward(conversation, at, limit, BYTES_MAX))
                    .isEqualTo(memory.readForward(conversation, at, limit, BYTES_MAX));
            assertThat(rocks.readBack(conversation, at, limit, BYTES_MAX))
                    .isEqualTo(memory.readBack(conversation, at, limit, BYTES_MAX));
            assertThat(rocks.readBack(conversation, Long.MAX_VALUE, Integer.MAX_VALUE, BYTES_MAX))
                    .isEqualTo(memory.readBack(conversation, Long.MAX_VALUE, Integer.MAX_VALUE, BYTES_MAX));
            assertThat(rocks.entry(conversation, at)).isEqualTo(memory.entry(conversation, at));
            for (UserId user : USERS) {
                assertThat(rocks.recalledAfter(conversation, user, at, limit))
                        .isEqualTo(memory.recalledAfter(conversation, user, at, limit));
                assertThat(rocks.countRecalledAfter(conversation, user, at))
                        .isEqualTo(memory.countRecalledAfter(conversation, user, at));
                assertThat(rocks.member(conversation, user)).isEqualTo(memory.member(conversation, user));
            }
        }
        for (UserId user : USERS) {
            UserKey key = new UserKey(APP, user);
            assertThat(rocks.memberships(key)).containsExactlyInAnyOrderElementsOf(memory.memberships(key));
        }
    }

    private static List<Change> batch(SplittableRandom random, MessageLog log) {
        List<Change> batch = new ArrayList<>();
        for (int size = random.nextInt(12); size > 0; size--) {
            ConversationId conversation = CONVERSATIONS.get(random.nextInt(CONVERSATIONS.size()));
            batch.add(change(random, conversation, log));
        }
        return batch;
    }

    private static Change change(SplittableRandom random, ConversationId conversation, MessageLog log) {
        long newest = log.head(conversation).number();
        UserId user = USERS.get(random.nextInt(USERS.size()));
        long number = random.nextLong(newest + 4);
        return switch (random.nextInt(11)) {
            case 0, 1 -> erase(conversation, number, user);
            case 2 -> new Change.Update(conversation, user, new Change.MemberChange.Read(new Mark(number, number)));
            case 3 -> new Change.Update(conversation, user, new Change.MemberChange.Delivered(number));
            case 4 ->
                new Change.Update(
                        conversation,
                        user,
                        new Change.MemberChange.Settings(
                                new Mark(number, 0),
                                number,
                                1,
                                random.nextBoolean(),
                                Notes.NONE.withDraft("d" + number)));
            case 5 ->
                new Change.Append(
                        conversation,
                        LogSamples.command(user, "x".repeat(random.nextInt(3_000))),
                        random.nextLong(100));
            case 6 -> new Change.Append(conversation, targeted(user, random), random.nextLong(100));
            case 7 -> rewrite(conversation, number, log);
            default ->
                new Change.Append(conversation, LogSamples.text(user, "t" + random.nextInt()), random.nextLong(100));
        };
    }

    /// Only what is there can be written anew, and in nothing but its content.
    private static Change rewrite(ConversationId conversation, long number, MessageLog log) {
        Entry entry = log.entry(conversation, number);
        Message now = entry != null && entry.payload() instanceof Message message
                ? message.written(RawJson.of("{\"text\":\"anew\"}"), false)
                : LogSamples.text(USERS.getFirst(), "nothing to rewrite");
        return new Change.Rewrite(conversation, entry == null ? 0 : number, now);
    }

    private static Message targeted(UserId sender, SplittableRandom random) {
        List<UserId> only = List.of(USERS.get(random.nextInt(USERS.size())));
        return LogSamples.text(sender, "for some" + random.nextInt())
                .with(new Special(only, Priority.HIGH, 5, 0, false));
    }

    private static Change erase(ConversationId conversation, long number, UserId by) {
        Message any = LogSamples.text(by, "any");
        return new Change.Erase(conversation, number, new Payload.Recalled(by, any.clientId(), any.kind(), by, true));
    }

    private static List<ConversationId> conversations() {
        List<ConversationId> conversations = new ArrayList<>();
        for (UserId user : USERS) {
            conversations.add(ConversationId.single(APP, USERS.getFirst(), user));
        }
        conversations.add(new ConversationId.Group(APP, "a"));
        conversations.add(new ConversationId.Feed(APP, USERS.getFirst()));
        return conversations;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}

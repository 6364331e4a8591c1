package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.ALICE_BOB;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.leftOf;
import static im.hongyan.testkit.log.LogSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog.Fact;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.Story;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The part of [MessageLogContract] about what becomes of messages.
abstract class FateContract extends ErasureContract {
    private static final RawJson NEW = RawJson.of("{\"text\":\"新\"}");

    private static Message changed(Message message) {
        Story story = new Story(0, 3, 2, 77, List.of(new Reaction(1, "👍", 2, List.of(BOB, ALICE))));
        return message.edited(NEW, null, List.of("bob"), 77).with(story);
    }

    @Test
    void aRewrittenMessageKeepsItsPlace() throws Exception {
        Message first = text(ALICE, "1");
        List<Entry> was = log.append(List.of(append(ALICE_BOB, first), append(ALICE_BOB, text(BOB, "2"))));
        log.append(List.of(
                new Change.Rewrite(ALICE_BOB, 1, changed(first)),
                append(ALICE_BOB, new Fate.Edited(ALICE, 1, ALICE, "e", 3, null))));
        Entry entry = was.getFirst();
        assertThat(log.entry(ALICE_BOB, 1))
                .isEqualTo(new Entry(ALICE_BOB, 1, entry.position(), entry.timeMs(), entry.counted(), changed(first)));
        Head head = log.head(ALICE_BOB);
        assertThat(head.counted()).isEqualTo(2);
        assertThat(head.ownA()).isEqualTo(new Mark(1, 1));
        assertThat(head.ownB()).isEqualTo(new Mark(2, 2));
        assertThat(log.readForward(ALICE_BOB, 3, 1, BYTES_MAX).getFirst().payload())
                .isEqualTo(new Fate.Edited(ALICE, 1, ALICE, "e", 3, null));
    }

    @Test
    void theNewestMessageIsRewrittenInTheHeadToo() throws Exception {
        Message first = text(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, first)));
        log.append(List.of(new Change.Rewrite(ALICE_BOB, 1, changed(first))));
        assertThat(log.head(ALICE_BOB).last())
                .isNotNull()
                .extracting(Entry::payload)
                .isEqualTo(changed(first));
        log.append(List.of(append(ALICE_BOB, text(BOB, "2"))));
        assertThat(log.head(ALICE_BOB).counted()).isEqualTo(2);
        assertThat(log.head(ALICE_BOB).ownA()).isEqualTo(new Mark(1, 1));
    }

    @Test
    void whatIsNoMessageAnyMoreIsNotRewritten() throws Exception {
        Message first = text(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, first), append(ALICE_BOB, new Fate.Pinned(BOB, 1, true))));
        log.append(List.of(
                new Change.Erase(ALICE_BOB, 1, leftOf(first)),
                new Change.Rewrite(ALICE_BOB, 1, changed(first)),
                new Change.Rewrite(ALICE_BOB, 2, changed(first)),
                new Change.Rewrite(ALICE_BOB, 9, changed(first))));
        log.append(List.of(new Change.Rewrite(ALICE_BOB, 1, changed(first))));
        assertThat(log.entry(ALICE_BOB, 1)).extracting(Entry::payload).isEqualTo(leftOf(first));
        assertThat(log.entry(ALICE_BOB, 2)).extracting(Entry::payload).isInstanceOf(Fate.Pinned.class);
        assertThat(log.head(ALICE_BOB).recalled()).isEqualTo(1);
    }

    @Test
    void aRewrittenMessageCanBeErased() throws Exception {
        Message first = text(ALICE, "1");
        log.append(List.of(append(ALICE_BOB, first), append(ALICE_BOB, text(BOB, "2"))));
        log.append(List.of(
                new Change.Rewrite(ALICE_BOB, 1, changed(first)), new Change.Erase(ALICE_BOB, 1, leftOf(first))));
        assertThat(log.entry(ALICE_BOB, 1)).extracting(Entry::payload).isEqualTo(leftOf(first));
        assertThat(log.recalledAfter(ALICE_BOB, BOB, 0, 9)).containsExactly(1L);
    }

    @Test
    void whomAMessageMentionsAndWhatItAnswersIsKeptAsFacts() throws Exception {
        ConversationId.Group club = new ConversationId.Group(APP, "club");
        Message plain = text(ALICE, "1");
        Message all =
                new Message(ALICE, "2", plain.kind(), plain.content(), null, List.of("bob", "*", "bob"), 0, true, true);
        Message answer = text(BOB, "3").with(Story.in(1));
        log.append(List.of(append(club, plain), append(club, all), append(club, answer)));
        assertThat(log.facts(club, MessageFacts.mentions("bob"), "", 9))
                .containsExactly(new Fact(MessageFacts.mention("bob", 2), MessageFacts.by(ALICE)));
        assertThat(log.facts(club, MessageFacts.mentions("*"), "", 9)).hasSize(1);
        assertThat(log.facts(club, MessageFacts.mentions("bo"), "", 9)).isEmpty();
        List<Fact> replies = log.facts(club, MessageFacts.replies(1), "", 9);
        assertThat(replies).extracting(MessageFacts::number).containsExactly(3L);
        assertThat(log.facts(club, MessageFacts.replies(1), MessageFacts.after(MessageFacts.replies(1), 3), 9))
                .isEmpty();
        assertThat(log.entry(club, 3)).extracting(Entry::payload).isEqualTo(answer);
    }

    @Test
    void everyFateIsReadBackAsItWas() throws Exception {
        List<Payload> fates = List.of(
                new Fate.Edited(BOB, 4, ALICE, "e-1", 2, null),
                new Fate.Reacted(BOB, 4, 3, "👍", true, 7),
                new Fate.Pinned(ALICE, 4, false));
        List<Change> changes = new ArrayList<>();
        fates.forEach(fate -> changes.add(append(ALICE_BOB, fate)));
        log.append(changes);
        assertThat(log.readForward(ALICE_BOB, 1, 9, BYTES_MAX))
                .extracting(Entry::payload)
                .isEqualTo(fates);
        ConversationId feed = ConversationId.feed(new UserKey(APP, BOB));
        Payload removed = new Fate.Removed(BOB, ALICE_BOB, List.of(1L, 9L), List.of(9L));
        log.append(List.of(append(feed, removed)));
        assertThat(log.entry(feed, 1)).extracting(Entry::payload).isEqualTo(removed);
    }
}

package im.hongyan.testkit.log;

import static im.hongyan.testkit.log.LogSamples.ALICE;
import static im.hongyan.testkit.log.LogSamples.APP;
import static im.hongyan.testkit.log.LogSamples.BOB;
import static im.hongyan.testkit.log.LogSamples.append;
import static im.hongyan.testkit.log.LogSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog.Fact;
import im.hongyan.core.log.Payload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The part of [MessageLogContract] about groups: rows that come and go, and facts.
abstract class GroupRowsContract extends FateContract {
    private static final ConversationId.Group CLUB = new ConversationId.Group(APP, "club");
    private static final ConversationId.Group CLUB_2 = new ConversationId.Group(APP, "club2");

    @Test
    void whoJoinsStandsAtTheEndAsTheBatchHasIt() throws Exception {
        log.append(List.of(append(CLUB, text(ALICE, "1"))));
        log.append(List.of(
                append(CLUB, text(ALICE, "2")),
                new Change.Join(CLUB, ALICE, true),
                append(CLUB, text(ALICE, "3")),
                new Change.Join(CLUB, BOB, false)));
        assertThat(log.member(CLUB, ALICE))
                .isEqualTo(Member.joinedAt(new Mark(2, 2), true).withSent(new Mark(3, 3)));
        Member bob = Member.joinedAt(new Mark(3, 3), false);
        assertThat(log.member(CLUB, BOB)).isEqualTo(bob);
        assertThat(bob.cleared()).isEqualTo(new Mark(3, 3));
        assertThat(log.memberships(new UserKey(APP, BOB)))
                .extracting(row -> row.conversation())
                .containsExactly(CLUB);
    }

    @Test
    void anOwnSendInAGroupIsKeptInTheSendersRow() throws Exception {
        log.append(List.of(new Change.Join(CLUB, ALICE, true), new Change.Join(CLUB, BOB, true)));
        log.append(List.of(append(CLUB, text(ALICE, "1")), append(CLUB, text(BOB, "2"))));
        assertThat(member(ALICE).sent()).isEqualTo(new Mark(1, 1));
        assertThat(member(BOB).sent()).isEqualTo(new Mark(2, 2));
    }

    private Member member(im.hongyan.core.account.UserId user) {
        Member member = log.member(CLUB, user);
        assertThat(member).isNotNull();
        return member == null ? Member.NEW : member;
    }

    @Test
    void whoLeavesHasNoRowAndALateMarkDoesNotBringItBack() throws Exception {
        log.append(List.of(new Change.Join(CLUB, ALICE, true), append(CLUB, text(ALICE, "1"))));
        log.append(List.of(new Change.Leave(CLUB, ALICE)));
        assertThat(log.member(CLUB, ALICE)).isNull();
        log.append(List.of(
                new Change.Update(CLUB, ALICE, new Change.MemberChange.Read(new Mark(1, 1))),
                append(CLUB, text(ALICE, "2"))));
        assertThat(log.member(CLUB, ALICE)).isNull();
        assertThat(log.memberships(new UserKey(APP, ALICE))).isEmpty();
        log.append(List.of(new Change.Join(CLUB, ALICE, false)));
        assertThat(log.member(CLUB, ALICE)).isEqualTo(Member.joinedAt(new Mark(2, 2), false));
    }

    @Test
    void leavingAndComingBackInOneBatchIsComingBack() throws Exception {
        log.append(List.of(new Change.Join(CLUB, ALICE, true)));
        log.append(List.of(new Change.Leave(CLUB, ALICE), new Change.Join(CLUB, ALICE, true)));
        assertThat(log.member(CLUB, ALICE)).isNotNull();
    }

    @Test
    void factsAreSetReplacedAndRemoved() throws Exception {
        log.append(List.of(new Change.Put(CLUB, "group", Map.of("name", "鸿雁", "note", ""))));
        assertThat(log.fact(CLUB, "group")).isEqualTo(Map.of("name", "鸿雁", "note", ""));
        log.append(List.of(new Change.Put(CLUB, "group", Map.of("name", "b"))));
        assertThat(log.fact(CLUB, "group")).isEqualTo(Map.of("name", "b"));
        log.append(List.of(new Change.Put(CLUB, "group", Map.of())));
        assertThat(log.fact(CLUB, "group")).isEmpty();
        assertThat(log.fact(CLUB_2, "group")).isEmpty();
    }

    @Test
    void factsAreReadInPagesAndEachConversationHasItsOwn() throws Exception {
        Map<String, String> one = Map.of("x", "1");
        log.append(List.of(
                new Change.Put(CLUB, "m/b", one),
                new Change.Put(CLUB, "m/a", one),
                new Change.Put(CLUB, "m/鸿", one),
                new Change.Put(CLUB, "n/a", one),
                new Change.Put(CLUB_2, "m/c", one)));
        assertThat(log.facts(CLUB, "m/", "", 10)).extracting(Fact::key).containsExactly("m/a", "m/b", "m/鸿");
        assertThat(log.facts(CLUB, "m/", "", 2)).extracting(Fact::key).containsExactly("m/a", "m/b");
        assertThat(log.facts(CLUB, "m/", "m/b", 2)).extracting(Fact::key).containsExactly("m/鸿");
        assertThat(log.facts(CLUB, "m/", "m/鸿", 2)).isEmpty();
        assertThat(log.facts(CLUB_2, "", "", 9)).containsExactly(new Fact("m/c", one));
    }

    @Test
    void aGroupEventIsReadBackAsItWas() throws Exception {
        Payload event = new Payload.GroupEvent(
                ALICE, GroupAction.JOINED, List.of(BOB, ALICE), Map.of("how", "invite", "name", "鸿雁"));
        log.append(List.of(append(CLUB, event), append(ConversationId.feed(new UserKey(APP, BOB)), event)));
        assertThat(log.readForward(CLUB, 1, 10, BYTES_MAX).getFirst().payload()).isEqualTo(event);
        assertThat(log.head(CLUB).counted()).isZero();
    }

    @Test
    void aFriendEventIsReadBackAsItWas() throws Exception {
        ConversationId feed = ConversationId.feed(new UserKey(APP, BOB));
        Payload event = new Payload.FriendEvent(ALICE, FriendAction.REQUESTED, ALICE, 7, Map.of("wording", "鸿雁"));
        log.append(List.of(append(feed, event)));
        assertThat(log.readForward(feed, 1, 10, BYTES_MAX).getFirst().payload()).isEqualTo(event);
        assertThat(log.head(feed).counted()).isZero();
    }
}

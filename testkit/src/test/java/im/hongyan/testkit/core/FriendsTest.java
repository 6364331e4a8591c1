package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.text;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.FriendRequests.Asked;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.core.friend.Item;
import im.hongyan.core.friend.Relation;
import im.hongyan.core.friend.Relation.Word;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.FriendAction;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Sent;
import im.hongyan.core.session.Platform;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FriendsTest {
    private final MemoryWorld world = new MemoryWorld();
    private final RecordingLink aliceLink = world.link();
    private final RecordingLink bobLink = world.link();
    private final Session alice = world.login("alice", aliceLink);
    private final Session bob = world.login("bob", bobLink);

    @AfterEach
    void nothingBroke() {
        assertThat(world.faults()).isEmpty();
        world.close();
    }

    private static UserId id(String user) {
        return new UserId(user);
    }

    private Outcome<Changed> change(Consumer<Consumer<Outcome<Changed>>> call) {
        Outcome<Changed> outcome = await(call);
        world.settle();
        return outcome;
    }

    private static Asked saying(String wording) {
        return new Asked(wording, "", "", List.of(), Map.of());
    }

    private Outcome<Changed> request(String from, String to, Asked asked) {
        return change(reply -> world.core().friendRequests().request(key(from), id(from), id(to), asked, reply));
    }

    private Outcome<Changed> accept(String from, String to, boolean both) {
        return change(
                reply -> world.core().friendRequests().accept(key(from), id(from), id(to), both, Asked.NOTHING, reply));
    }

    private Outcome<Changed> delete(String from, String to, boolean both) {
        return change(reply -> world.core().friends().delete(key(from), id(from), id(to), both, reply));
    }

    private Outcome<Changed> block(String from, String to, boolean both) {
        return change(reply -> world.core().blocks().block(key(from), id(from), id(to), both, false, reply));
    }

    private void befriend(String one, String other) {
        request(one, other, Asked.NOTHING);
        assertThat(word(accept(other, one, true))).isEqualTo(Word.BOTH);
    }

    private static Word word(Outcome<Changed> outcome) {
        return value(outcome).relation().word();
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?>(var refusal) -> refusal.code();
            case Outcome.Ok<?>(var value) -> throw new AssertionError("accepted: " + value);
        };
    }

    private void allow(String user, Allow allow) {
        value(world.core().accounts().change(key(user), new ProfileChange(null, null, null, allow, null)));
    }

    private BookPage page(String user, String cursor) {
        return value(world.core().friends().page(key(user), cursor, 100));
    }

    private Item.Friend friend(String owner, String user) {
        for (Item item : page(owner, "").items()) {
            if (item instanceof Item.Friend friend && friend.user().equals(id(user))) {
                return friend;
            }
        }
        throw new AssertionError(user + " is not a friend of " + owner);
    }

    private static List<FriendAction> actions(RecordingLink link) {
        List<FriendAction> actions = new ArrayList<>();
        for (Entry entry : link.entries()) {
            if (entry.payload() instanceof Payload.FriendEvent event) {
                actions.add(event.action());
            }
        }
        return actions;
    }

    private Relation relation(String one, String other) {
        return world.core().friends().relations(key(one), List.of(id(other))).getFirst();
    }

    @Test
    void aRequestIsAnsweredWithYes() {
        Asked asked = new Asked("I am Alice", "qr", "Bobby", List.of("work"), Map.of());
        assertThat(word(request("alice", "bob", asked))).isEqualTo(Word.ASKED);
        assertThat(relation("bob", "alice").word()).isEqualTo(Word.WANTED);
        assertThat(actions(aliceLink)).containsExactly(FriendAction.REQUESTED);
        assertThat(actions(bobLink)).containsExactly(FriendAction.REQUESTED);
        assertThat(page("bob", "").items()).singleElement().satisfies(item -> {
            Item.Request request = (Item.Request) item;
            assertThat(request.wording()).isEqualTo("I am Alice");
            assertThat(request.remark())
                    .as("what the other calls me is not mine to know")
                    .isEmpty();
        });
        assertThat(word(accept("bob", "alice", true))).isEqualTo(Word.BOTH);
        assertThat(actions(aliceLink)).containsExactly(FriendAction.REQUESTED, FriendAction.ADDED);
        assertThat(friend("alice", "bob").remark()).isEqualTo("Bobby");
        assertThat(friend("alice", "bob").lists()).containsExactly("work");
        assertThat(friend("bob", "alice").remark()).isEmpty();
        assertThat(code(request("alice", "bob", asked))).isEqualTo(ErrorCode.FRIEND_ALREADY);
        assertThat(code(accept("bob", "alice", true))).isEqualTo(ErrorCode.FRIEND_REQUEST_UNKNOWN);
    }

    @Test
    void aRequestIsRefusedWithAReasonAndMayBeMadeAgain() {
        request("alice", "bob", saying("hi"));
        value(change(reply ->
                world.core().friendRequests().refuse(key("bob"), id("bob"), id("alice"), "who are you", reply)));
        assertThat(page("alice", "").items()).singleElement().satisfies(item -> {
            assertThat(((Item.Request) item).state()).isEqualTo(Item.Request.State.REFUSED);
            assertThat(((Item.Request) item).reason()).isEqualTo("who are you");
        });
        assertThat(code(accept("bob", "alice", true))).isEqualTo(ErrorCode.FRIEND_REQUEST_UNKNOWN);
        assertThat(word(request("alice", "bob", saying("again")))).isEqualTo(Word.ASKED);
    }

    @Test
    void theSameRequestOnceMoreIsNotTold() {
        request("alice", "bob", saying("hi"));
        request("alice", "bob", saying("hi"));
        assertThat(actions(bobLink)).containsExactly(FriendAction.REQUESTED);
        request("alice", "bob", saying("please"));
        assertThat(actions(bobLink)).containsExactly(FriendAction.REQUESTED, FriendAction.REQUESTED);
    }

    @Test
    void whoAcceptsAnyoneIsAFriendAtOnceAndWhoAcceptsNobodyIsNot() {
        allow("bob", Allow.ANYONE);
        assertThat(word(request("alice", "bob", saying("hi")))).isEqualTo(Word.BOTH);
        assertThat(actions(bobLink)).containsExactly(FriendAction.ADDED);
        allow("alice", Allow.NOBODY);
        world.login("carol", world.link());
        assertThat(code(request("carol", "alice", Asked.NOTHING))).isEqualTo(ErrorCode.FRIENDS_REFUSED);
        assertThat(word(request("alice", "carol", Asked.NOTHING))).isEqualTo(Word.ASKED);
        assertThat(word(request("carol", "alice", Asked.NOTHING)))
                .as("she asked herself")
                .isEqualTo(Word.BOTH);
    }

    @Test
    void bothAskAtOnceAndAreFriends() {
        CompletableFuture<Outcome<Changed>> one = new CompletableFuture<>();
        CompletableFuture<Outcome<Changed>> other = new CompletableFuture<>();
        world.core().friendRequests().request(key("alice"), id("alice"), id("bob"), Asked.NOTHING, one::complete);
        world.core().friendRequests().request(key("bob"), id("bob"), id("alice"), Asked.NOTHING, other::complete);
        List<Word> words = List.of(word(MemoryWorld.get(one)), word(MemoryWorld.get(other)));
        assertThat(words).containsExactlyInAnyOrder(Word.ASKED, Word.BOTH);
        assertThat(relation("alice", "bob").word()).isEqualTo(Word.BOTH);
        for (String user : List.of("alice", "bob")) {
            assertThat(page(user, "").items())
                    .noneMatch(item -> item instanceof Item.Request request && request.isPending());
        }
    }

    @Test
    void aFriendshipEndsOnOneSideOrOnBoth() {
        befriend("alice", "bob");
        assertThat(word(delete("alice", "bob", false))).isEqualTo(Word.THEIRS);
        assertThat(actions(bobLink)).doesNotContain(FriendAction.DELETED);
        assertThat(word(request("alice", "bob", Asked.NOTHING)))
                .as("he has her still, so he need not be asked")
                .isEqualTo(Word.BOTH);
        assertThat(word(delete("alice", "bob", true))).isEqualTo(Word.NONE);
        assertThat(actions(bobLink)).contains(FriendAction.DELETED);
        assertThat(code(delete("alice", "bob", true))).isEqualTo(ErrorCode.FRIEND_UNKNOWN);
    }

    @Test
    void aYesOfOneSideOnly() {
        request("alice", "bob", saying("hi"));
        assertThat(word(accept("bob", "alice", false))).isEqualTo(Word.THEIRS);
        assertThat(relation("alice", "bob").word()).isEqualTo(Word.MINE);
    }

    @Test
    void aRequestIsWithdrawnOrPutAway() {
        request("alice", "bob", saying("hi"));
        value(change(reply -> world.core().friendRequests().forget(key("alice"), id("alice"), id("bob"), reply)));
        assertThat(code(accept("bob", "alice", true))).isEqualTo(ErrorCode.FRIEND_REQUEST_UNKNOWN);
        assertThat(page("bob", "").items()).as("gone before it was ever held").isEmpty();
        request("alice", "bob", saying("hi"));
        value(change(reply -> world.core().friendRequests().forget(key("bob"), id("bob"), id("alice"), reply)));
        assertThat(relation("alice", "bob").word()).as("she is not told").isEqualTo(Word.ASKED);
    }

    @Test
    void remarkListsAndFieldsAreOnesOwn() {
        befriend("alice", "bob");
        value(change(reply -> world.core()
                .friends()
                .edit(key("alice"), id("alice"), id("bob"), "小鲍", List.of("a", "b", "a"), Map.of("x", "1"), reply)));
        assertThat(friend("alice", "bob").lists()).containsExactly("a", "b");
        value(change(reply -> world.core()
                .friends()
                .edit(key("alice"), id("alice"), id("bob"), null, null, Map.of("x", "", "y", "2"), reply)));
        assertThat(friend("alice", "bob").remark()).isEqualTo("小鲍");
        assertThat(friend("alice", "bob").attributes()).containsExactly(Map.entry("y", "2"));
        assertThat(actions(bobLink)).doesNotContain(FriendAction.EDITED);
        value(change(reply -> world.core().friendLists().rename(key("alice"), id("alice"), "a", "c", reply)));
        assertThat(friend("alice", "bob").lists()).containsExactly("c", "b");
        value(change(reply -> world.core().friendLists().unlist(key("alice"), id("alice"), "b", reply)));
        value(change(
                reply -> world.core().friendLists().unfill(key("alice"), id("alice"), "c", List.of(id("bob")), reply)));
        assertThat(friend("alice", "bob").lists()).isEmpty();
        value(change(
                reply -> world.core().friendLists().fill(key("alice"), id("alice"), "new", List.of(id("bob")), reply)));
        assertThat(friend("alice", "bob").lists()).containsExactly("new");
        assertThat(code(change(reply -> world.core()
                        .friendLists()
                        .fill(key("alice"), id("alice"), "new", List.of(id("stranger")), reply))))
                .isEqualTo(ErrorCode.FRIEND_UNKNOWN);
        assertThat(code(change(
                        reply -> world.core().friendLists().rename(key("alice"), id("alice"), "zz", "c", reply))))
                .isEqualTo(ErrorCode.FRIEND_LIST_UNKNOWN);
    }

    @Test
    void whoIsBlockedIsNotHeard() {
        Outcome<Sent> before = world.send(bob, text("bob", "alice", "c1", "hi"));
        assertThat(value(before).number()).isEqualTo(1);
        block("alice", "bob", false);
        assertThat(code(world.send(bob, text("bob", "alice", "c2", "hi")))).isEqualTo(ErrorCode.BLOCKED);
        assertThat(value(world.send(bob, text("bob", "alice", "c1", "hi", true)))
                        .number())
                .as("what was accepted stays accepted")
                .isEqualTo(1);
        assertThat(value(world.send(alice, text("alice", "bob", "c3", "hi"))).number())
                .isEqualTo(2);
        assertThat(code(request("bob", "alice", Asked.NOTHING))).isEqualTo(ErrorCode.BLOCKED);
        assertThat(code(request("alice", "bob", Asked.NOTHING))).isEqualTo(ErrorCode.BLOCKED_BY_SELF);
        block("alice", "bob", true);
        assertThat(code(world.send(alice, text("alice", "bob", "c4", "hi")))).isEqualTo(ErrorCode.BLOCKED_BY_SELF);
        value(change(reply -> world.core().blocks().unblock(key("alice"), id("alice"), id("bob"), reply)));
        assertThat(value(world.send(bob, text("bob", "alice", "c5", "hi"))).number())
                .isEqualTo(3);
        assertThat(actions(bobLink)).as("he is not told").isEmpty();
    }

    @Test
    void aBlockHoldsAfterARestartAndForABackEnd() {
        block("alice", "bob", false);
        world.restart();
        Session again = world.login("bob", world.link());
        assertThat(code(world.send(again, text("bob", "alice", "c1", "hi")))).isEqualTo(ErrorCode.BLOCKED);
        assertThat(code(MemoryWorld.<Sent>await(
                        reply -> world.core().messages().send(text("bob", "alice", "c2", "hi"), reply))))
                .isEqualTo(ErrorCode.BLOCKED);
        assertThat(relation("alice", "bob").blocked()).isTrue();
        assertThat(relation("bob", "alice").blocked()).isFalse();
    }

    @Test
    void whoIsBlockedIsNotSeenTyping() {
        block("alice", "bob", false);
        world.send(bob, text("bob", "alice", "c1", "hi"));
        assertThat(value(world.core()
                        .transients()
                        .send(bob, MemoryWorld.single("alice", "bob"), "typing", RawJson.of("{}"))))
                .isFalse();
        assertThat(aliceLink.signals()).noneMatch(signal -> signal instanceof Signal.Transient);
    }

    @Test
    void blockingMayEndTheFriendship() {
        befriend("alice", "bob");
        value(change(reply -> world.core().blocks().block(key("alice"), id("alice"), id("bob"), false, true, reply)));
        assertThat(relation("alice", "bob").word()).isEqualTo(Word.NONE);
    }

    @Test
    void allDevicesHearAndTheRequestsThatWereSeenAreSeenOnAll() {
        RecordingLink tablet = world.link();
        value(world.login("bob", "tablet", Platform.IOS, tablet));
        request("alice", "bob", saying("hi"));
        assertThat(actions(tablet)).containsExactly(FriendAction.REQUESTED);
        world.clock().forward(1_000);
        value(change(reply -> world.core().friendRequests().seen(key("bob"), id("bob"), reply)));
        assertThat(actions(tablet)).containsExactly(FriendAction.REQUESTED, FriendAction.SEEN);
        assertThat(page("bob", "").seenMs()).isEqualTo(world.clock().millis());
    }

    @Test
    void whoIsNotThereOrOneselfOrInAnotherAppIsNoFriend() {
        assertThat(code(request("alice", "nobody", Asked.NOTHING))).isEqualTo(ErrorCode.USER_UNKNOWN);
        assertThat(code(request("alice", "alice", Asked.NOTHING))).isEqualTo(ErrorCode.FRIEND_SELF);
        assertThat(code(block("alice", "nobody", false))).isEqualTo(ErrorCode.USER_UNKNOWN);
        assertThat(code(block("alice", "alice", false))).isEqualTo(ErrorCode.FRIEND_SELF);
        UserKey foreign = new UserKey(new AppId("other"), id("alice"));
        assertThat(code(change(reply ->
                        world.core().friendRequests().request(foreign, id("alice"), id("bob"), Asked.NOTHING, reply))))
                .isEqualTo(ErrorCode.USER_UNKNOWN);
    }

    @Test
    void textsHaveTheirLimits() {
        String name = "n".repeat(97);
        String text = "t".repeat(513);
        assertThat(code(request("alice", "bob", saying(text)))).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(code(request("alice", "bob", new Asked("", "", name, List.of(), Map.of()))))
                .isEqualTo(ErrorCode.TOO_LONG);
        assertThat(code(request("alice", "bob", new Asked("", "", "", List.of("a\nb"), Map.of()))))
                .isEqualTo(ErrorCode.TOO_LONG);
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= 32; i++) {
            many.add("l" + i);
        }
        assertThat(code(request("alice", "bob", new Asked("", "", "", many, Map.of()))))
                .isEqualTo(ErrorCode.TOO_MANY);
    }

    @Test
    void anUnreadableCursorIsRefused() {
        for (String cursor : List.of("x", "1", ".", "1.", ".1", "-1.2", "1.2.3", "9999999999999999.1")) {
            assertThat(code(world.core().friends().page(key("alice"), cursor, 10)))
                    .as(cursor)
                    .isEqualTo(ErrorCode.BAD_CURSOR);
        }
        BookPage page = page("alice", "7.7");
        assertThat(page.reset()).as("from before a restored backup").isTrue();
    }
}

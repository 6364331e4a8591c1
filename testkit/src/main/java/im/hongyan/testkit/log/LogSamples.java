package im.hongyan.testkit.log;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import java.util.List;

/// Small makers of what tests put into a log.
public final class LogSamples {
    public static final AppId APP = new AppId("demo");
    public static final AppId OTHER_APP = new AppId("demo2");
    public static final UserId ALICE = new UserId("alice");
    public static final UserId BOB = new UserId("bob");
    public static final UserId CAROL = new UserId("carol");
    public static final ConversationId.Single ALICE_BOB = ConversationId.single(APP, ALICE, BOB);
    public static final long NOON_MS = 1_790_000_000_000L;

    private LogSamples() {}

    /// A message that counts.
    public static Message text(UserId sender, String text) {
        return message(sender, text, true);
    }

    /// A message that does not count.
    public static Message command(UserId sender, String text) {
        return message(sender, text, false);
    }

    private static Message message(UserId sender, String text, boolean counts) {
        return new Message(
                sender,
                "c-" + text,
                counts ? ContentKind.TEXT : ContentKind.COMMAND,
                RawJson.of("{\"text\":\"" + text + "\"}"),
                null,
                List.of(),
                0,
                counts,
                counts);
    }

    public static Change.Append append(ConversationId conversation, Payload payload) {
        return new Change.Append(conversation, payload, NOON_MS);
    }

    /// What is left of `message` when its sender recalls it.
    public static Payload.Recalled leftOf(Message message) {
        return new Payload.Recalled(
                message.sender(), message.clientId(), message.kind(), message.sender(), message.counts());
    }
}

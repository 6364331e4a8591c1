package im.hongyan.core.delivery;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Delivered marks: what has arrived at a device. Partners are told at once, as a hint; the durable mark follows
/// within a second, many marks in one commit, because it is written far more often than it is read.
public final class Deliveries {
    private record Key(ConversationId conversation, UserId user) {}

    /// Marks waiting to be written, beyond which further ones are only hints.
    private static final int WAITING_MAX = 100_000;
    /// Marks written in one commit.
    private static final int FLUSH_MAX = 2_048;

    private final Bus bus;
    private final Committer committer;
    private final MessageLog log;
    private final ConcurrentHashMap<Key, Long> waiting = new ConcurrentHashMap<>();

    public Deliveries(Bus bus, Committer committer, MessageLog log) {
        this.bus = bus;
        this.log = log;
        this.committer = committer;
    }

    /// The session's device has everything of the conversation up to `number`. Connection's thread.
    public void acked(Session session, ConversationId conversation, long number, long nowMs) {
        session.attachment().outstanding().acked(conversation, number, nowMs);
        if (!(conversation instanceof ConversationId.Single single)) {
            return;
        }
        UserId user = session.user().user();
        Key key = new Key(conversation, user);
        Long known = waiting.get(key);
        if (known == null ? waiting.size() >= WAITING_MAX : known >= number) {
            return;
        }
        waiting.merge(key, number, Math::max);
        UserId peer = single.peerOf(user);
        if (!peer.equals(user)) {
            bus.publish(new UserKey(single.app(), peer), new Signal.Delivered(conversation, user, number), null);
        }
    }

    /// A delivered mark that is not durable yet, or 0.
    public long waiting(ConversationId conversation, UserId user) {
        Long number = waiting.get(new Key(conversation, user));
        return number == null ? 0 : number;
    }

    /// Writes what is waiting. Called about once a second, and before the committer closes. Blocks on the log.
    public void flush() {
        List<Change> changes = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (var mark : waiting.entrySet()) {
            Key key = mark.getKey();
            if (log.member(key.conversation(), key.user()) == null) {
                // Acknowledged without having part in it: nothing to keep.
                waiting.remove(key);
                continue;
            }
            keys.add(key);
            changes.add(new Change.Update(
                    key.conversation(), key.user(), new Change.MemberChange.Delivered(mark.getValue())));
            if (changes.size() == FLUSH_MAX) {
                submit(changes, keys);
                changes = new ArrayList<>();
                keys = new ArrayList<>();
            }
        }
        if (!changes.isEmpty()) {
            submit(changes, keys);
        }
    }

    private void submit(List<Change> changes, List<Key> keys) {
        // A full queue or a full disk leaves the marks waiting for the next flush.
        committer.submit(new Commit() {
            @Override
            public List<Change> changes() {
                return changes;
            }

            @Override
            public void committed(List<Entry> entries) {
                for (int i = 0; i < keys.size(); i++) {
                    Change.Update update = (Change.Update) changes.get(i);
                    long number = ((Change.MemberChange.Delivered) update.change()).number();
                    waiting.remove(keys.get(i), number);
                }
            }

            @Override
            public void failed(LogUnavailableException reason) {}
        });
    }
}

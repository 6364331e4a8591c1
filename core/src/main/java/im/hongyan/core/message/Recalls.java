package im.hongyan.core.message;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.App;
import im.hongyan.core.account.UserId;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Authority;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.group.GroupOperation;
import im.hongyan.core.group.GroupRole;
import im.hongyan.core.group.Groups;
import im.hongyan.core.group.Rosters;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageFacts;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Sight;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Taking a message back: its content is erased in the log, and an event tells everybody. One recall of a
/// conversation at a time, so that a message is recalled once.
public final class Recalls {
    private static final int PAGE = 256;
    private static final int PAGE_BYTES_MAX = 262_144;

    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Accounts accounts;
    private final Rosters rosters;
    private final Groups groups;
    private final Clock clock;

    public Recalls(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Accounts accounts,
            Rosters rosters,
            Groups groups,
            Clock clock) {
        this.rosters = rosters;
        this.groups = groups;
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Recalls one's own message. The reply comes on any thread; recalling again gives the first answer.
    public void recall(Session session, ConversationId conversation, long number, Consumer<Outcome<Sent>> reply) {
        recall(new Groups.Actor(session.user(), session.id()), conversation, number, reply);
    }

    /// The same for a back-end, which may recall every message, whenever it was.
    public void recall(Groups.Actor session, ConversationId conversation, long number, Consumer<Outcome<Sent>> reply) {
        lanes.submit(conversation, new Undertaking<>(committer, () -> plan(session, conversation, number), reply));
    }

    private Undertaking.Plan<Sent> plan(Groups.Actor session, ConversationId conversation, long number)
            throws RefusedException {
        UserId user = session.user().user();
        Entry entry = log.entry(conversation, number);
        if (entry == null || !entry.isMessage() || !Sight.isFor(entry, user)) {
            throw refused(ErrorCode.MESSAGE_UNKNOWN);
        }
        boolean own = entry.payload().sender().equals(user);
        Refusal refusal =
                checkPlace(session, conversation, own ? null : entry.payload().sender());
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        if (!(entry.payload() instanceof Message message)) {
            Sent first = firstRecall(conversation, number);
            if (first == null) {
                throw refused(ErrorCode.MESSAGE_UNKNOWN);
            }
            return new Undertaking.Plan.Nothing<>(first);
        }
        // Asked now: a change of the app's settings holds for those who are connected too.
        Optional<App> app = accounts.app(session.user().app());
        if (app.isEmpty()) {
            throw refused(ErrorCode.APP_UNKNOWN);
        }
        long windowMs = app.get().settings().recallWindowMs();
        if (own && clock.millis() - entry.timeMs() > windowMs) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.RECALL_TOO_LATE, "Messages can be recalled for " + windowMs / 1000 + " s."));
        }
        return new Undertaking.Plan.Write<>(
                changes(user, entry, message),
                entries -> Sent.of(entries.getFirst()),
                entries -> fanout.committed(entries.getFirst(), session.origin()));
    }

    private static RefusedException refused(ErrorCode code) {
        return new RefusedException(Refusal.of(code));
    }

    /// Why the user cannot recall here, or null. In a group, those who may put out a member may take back what the
    /// member said, whenever it was.
    ///
    /// @param author whose message it is, if it is not one's own
    private @Nullable Refusal checkPlace(Groups.Actor session, ConversationId conversation, @Nullable UserId author) {
        if (session.isSystem()) {
            return conversation.app().equals(session.user().app()) ? null : Refusal.of(ErrorCode.NOT_A_MEMBER);
        }
        return switch (conversation) {
            case ConversationId.Group group -> {
                Group now = rosters.load(group);
                GroupMember own = groups.member(group, session.user().user());
                if (now == null || own == null) {
                    yield Refusal.of(ErrorCode.NOT_A_MEMBER);
                }
                if (now.dismissed()) {
                    yield Refusal.of(ErrorCode.GROUP_DISMISSED);
                }
                if (author == null) {
                    yield null;
                }
                GroupMember of = groups.member(group, author);
                GroupRole role = of == null ? GroupRole.NOBODY : of.role();
                yield Authority.check(GroupOperation.RECALL, now, own.role(), role) == null
                        ? null
                        : Refusal.of(ErrorCode.RECALL_NOT_ALLOWED);
            }
            case ConversationId.Single _, ConversationId.Feed _, ConversationId.Room _ ->
                author == null ? null : Refusal.of(ErrorCode.RECALL_NOT_ALLOWED);
        };
    }

    private List<Change> changes(UserId user, Entry entry, Message message) {
        List<Change> changes = new ArrayList<>(traces(entry, message));
        changes.add(new Change.Erase(
                entry.conversation(),
                entry.number(),
                new Payload.Recalled(
                        message.sender(),
                        message.clientId(),
                        message.kind(),
                        user,
                        message.counts(),
                        message.special().only())));
        changes.add(new Change.Append(
                entry.conversation(),
                new Payload.Recall(
                        user,
                        entry.number(),
                        message.sender(),
                        message.counts(),
                        message.special().only()),
                clock.millis()));
        return changes;
    }

    /// What goes with the message: that it is pinned, whom it mentions, who reacted to it.
    private List<Change> traces(Entry entry, Message message) {
        ConversationId conversation = entry.conversation();
        List<Change> traces = new ArrayList<>();
        String pin = MessageFacts.pin(entry.number());
        if (!log.fact(conversation, pin).isEmpty()) {
            traces.add(new Change.Put(conversation, pin, Map.of()));
        }
        for (String user : message.mentions()) {
            traces.add(new Change.Put(conversation, MessageFacts.mention(user, entry.number()), Map.of()));
        }
        if (!message.story().reactions().isEmpty()) {
            String beginning = MessageFacts.reactions(entry.number());
            String after = "";
            List<MessageLog.Fact> page;
            do {
                page = log.facts(conversation, beginning, after, PAGE);
                for (MessageLog.Fact fact : page) {
                    traces.add(new Change.Put(conversation, fact.key(), Map.of()));
                    after = fact.key();
                }
            } while (page.size() == PAGE);
        }
        return traces;
    }

    private @Nullable Sent firstRecall(ConversationId conversation, long target) {
        long from = target + 1;
        while (true) {
            List<Entry> page = log.readForward(conversation, from, PAGE, PAGE_BYTES_MAX);
            for (Entry entry : page) {
                if (entry.payload() instanceof Payload.Recall recall && recall.target() == target) {
                    return Sent.of(entry);
                }
                from = entry.number() + 1;
            }
            if (page.isEmpty()) {
                return null;
            }
        }
    }
}

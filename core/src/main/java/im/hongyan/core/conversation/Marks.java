package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.agenda.Endings;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a user decides about a conversation: how far it is read, and how it is shown. One change of one user at a
/// time; every change is told to the user's other devices through the user's feed. Replies come on any thread.
public final class Marks {
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Clock clock;
    private final GroupReads groupReads;
    private final Limits limits;
    private final Endings endings;

    /// Told that a member's read mark in a group has moved. On the log's writer thread: it must be quick.
    public interface GroupReads {
        void moved(ConversationId.Group group, long before, long after);
    }

    public Marks(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Clock clock,
            Limits limits,
            Endings endings,
            GroupReads groupReads) {
        this.groupReads = groupReads;
        this.endings = endings;
        this.limits = limits;
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.clock = clock;
    }

    /// Marks everything up to `number` as read (beyond the head: the head). Marks never go back: the reply is the
    /// mark in force.
    public void read(Session session, ConversationId conversation, long number, Consumer<Outcome<Mark>> reply) {
        change(session, conversation, reply, (member, head) -> {
            long wanted = Math.min(number, head.number());
            if (wanted <= member.read().number()) {
                return new Plan<>(List.of(), member.read());
            }
            Mark mark = new Mark(wanted, countedAt(conversation, wanted, head));
            UserId user = session.user().user();
            long nowMs = clock.millis();
            List<Change> changes = new ArrayList<>(3);
            changes.add(new Change.Update(conversation, user, new Change.MemberChange.Read(mark)));
            changes.add(new Change.Append(
                    ConversationId.feed(session.user()),
                    new Payload.ReadMark(user, conversation, mark.number(), mark.counted()),
                    nowMs));
            if (conversation instanceof ConversationId.Single single
                    && !single.peerOf(user).equals(user)) {
                changes.add(new Change.Append(
                        new ConversationId.Feed(single.app(), single.peerOf(user)),
                        new Payload.ReadReceipt(user, conversation, mark.number()),
                        nowMs));
            }
            List<Change> burning = endings.reading(conversation, user, mark.number());
            changes.addAll(burning);
            return new Plan<>(changes, mark, () -> {
                endings.read(conversation, burning);
                if (conversation instanceof ConversationId.Group group) {
                    groupReads.moved(group, member.read().number(), mark.number());
                }
            });
        });
    }

    /// Changes how the user sees it: what the change does not name stays.
    public void set(
            Session session, ConversationId conversation, SettingsChange wanted, Consumer<Outcome<Member>> reply) {
        Refusal refusal = wanted.check(limits);
        if (refusal != null) {
            reply.accept(Outcome.refused(refusal));
            return;
        }
        change(
                session,
                conversation,
                reply,
                (member, head) -> settings(session, conversation, member, wanted.apply(member, clock.millis())));
    }

    /// Hides from the user, for ever, the entries up to `number` (beyond the head: the head).
    public void clear(Session session, ConversationId conversation, long number, Consumer<Outcome<Member>> reply) {
        change(session, conversation, reply, (member, head) -> {
            Mark cleared = clearedAt(conversation, Math.min(number, head.number()), head, member);
            return settings(session, conversation, member, member.withCleared(cleared));
        });
    }

    /// Takes the conversation out of the user's list until something new comes; with `clear`, hides what is there.
    public void delete(Session session, ConversationId conversation, boolean clear, Consumer<Outcome<Member>> reply) {
        change(session, conversation, reply, (member, head) -> {
            Member after = member.withHiddenAt(head.number()).withPinnedAtMs(0);
            if (clear) {
                after = after.withCleared(clearedAt(conversation, head.number(), head, member));
            }
            return settings(session, conversation, member, after);
        });
    }

    /// @param after done when it is durable
    record Plan<T>(List<Change> changes, T answer, Runnable after) {
        Plan(List<Change> changes, T answer) {
            this(changes, answer, () -> {});
        }
    }

    interface Planner<T> {
        Plan<T> plan(Member member, Head head);
    }

    private Plan<Member> settings(Session session, ConversationId conversation, Member before, Member after) {
        if (after.equals(before)) {
            return new Plan<>(List.of(), before);
        }
        UserId user = session.user().user();
        List<Change> changes = List.of(
                new Change.Update(
                        conversation,
                        user,
                        new Change.MemberChange.Settings(
                                after.cleared(), after.hiddenAt(), after.pinnedAtMs(), after.muted(), after.notes())),
                new Change.Append(
                        ConversationId.feed(session.user()),
                        new Payload.SettingsChanged(user, conversation, after),
                        clock.millis()));
        return new Plan<>(changes, after);
    }

    private Mark clearedAt(ConversationId conversation, long number, Head head, Member member) {
        return number <= member.cleared().number()
                ? member.cleared()
                : new Mark(number, countedAt(conversation, number, head));
    }

    private long countedAt(ConversationId conversation, long number, Head head) {
        if (number == head.number()) {
            return head.counted();
        }
        Entry entry = log.entry(conversation, number);
        if (entry == null) {
            throw new IllegalStateException("a hole at " + number + " in " + conversation);
        }
        return entry.counted();
    }

    <T> void change(Session session, ConversationId conversation, Consumer<Outcome<T>> reply, Planner<T> planner) {
        lanes.submit(session.user(), new Undertaking<>(committer, () -> plan(session, conversation, planner), reply));
    }

    private <T> Undertaking.Plan<T> plan(Session session, ConversationId conversation, Planner<T> planner)
            throws RefusedException {
        Member member = log.member(conversation, session.user().user());
        if (member == null) {
            throw new RefusedException(Refusal.of(ErrorCode.CONVERSATION_UNKNOWN));
        }
        Head head = log.head(conversation);
        // What came since it was hidden has brought it back: nobody is told that it is hidden still.
        boolean back = member.hiddenAt() != 0 && head.number() > member.hiddenAt();
        Plan<T> plan = planner.plan(back ? member.withHiddenAt(0) : member, head);
        if (plan.changes().isEmpty()) {
            return new Undertaking.Plan.Nothing<>(plan.answer());
        }
        return new Undertaking.Plan.Write<>(plan.changes(), _ -> plan.answer(), entries -> {
            entries.forEach(entry -> fanout.committed(entry, session.id()));
            plan.after().run();
        });
    }
}

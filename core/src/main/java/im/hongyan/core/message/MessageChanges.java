package im.hongyan.core.message;

import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Changes of messages that are there, one of a conversation at a time, in the lane of recalls and of changes of
/// the group: of two that meet, the second sees what the first has done.
public final class MessageChanges {
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Groups groups;

    public MessageChanges(MessageLog log, Committer committer, Fanout fanout, Lanes lanes, Groups groups) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.groups = groups;
    }

    /// What is to be made durable.
    ///
    /// @param changes none = there is nothing to do
    /// @param answer of the new entries
    /// @param shown how a new entry is told to those who are connected
    record Plan<T>(List<Change> changes, Function<List<Entry>, T> answer, UnaryOperator<Entry> shown) {
        /// Nothing changes.
        static <T> Plan<T> nothing(T answer) {
            return new Plan<>(List.of(), _ -> answer, UnaryOperator.identity());
        }
    }

    interface Planner<T> {
        Plan<T> plan(Standing standing) throws RefusedException;
    }

    interface Reading<T> {
        T read(Standing standing) throws RefusedException;
    }

    MessageLog log() {
        return log;
    }

    /// Reads for somebody who has part in the conversation. Blocks on the log.
    <T> Outcome<T> read(Groups.Actor actor, ConversationId conversation, Reading<T> reading) {
        try {
            return Outcome.ok(reading.read(Standing.of(log, groups, actor, conversation)));
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    /// The reply comes on any thread.
    <T> void change(Groups.Actor actor, ConversationId conversation, Planner<T> planner, Consumer<Outcome<T>> reply) {
        lanes.submit(conversation, new Lanes.Task() {
            @Override
            public void run(Runnable release) {
                boolean submitted = false;
                try {
                    Standing standing = Standing.of(log, groups, actor, conversation);
                    standing.requireLife();
                    Plan<T> plan = planner.plan(standing);
                    if (plan.changes().isEmpty()) {
                        reply.accept(Outcome.ok(plan.answer().apply(List.of())));
                    } else {
                        submitted = submit(actor, plan, reply, release);
                    }
                } catch (RefusedException refused) {
                    reply.accept(Outcome.refused(refused.refusal()));
                } finally {
                    if (!submitted) {
                        release.run();
                    }
                }
            }

            @Override
            public void refused() {
                reply.accept(Outcome.refused(ErrorCode.BUSY));
            }
        });
    }

    /// Returns whether a commit was submitted, which then releases the lane.
    private <T> boolean submit(Groups.Actor actor, Plan<T> plan, Consumer<Outcome<T>> reply, Runnable release) {
        boolean taken = committer.submit(new Commit() {
            @Override
            public List<Change> changes() {
                return plan.changes();
            }

            @Override
            public void committed(List<Entry> entries) {
                reply.accept(Outcome.ok(plan.answer().apply(entries)));
                entries.forEach(entry -> fanout.committed(plan.shown().apply(entry), actor.origin()));
                release.run();
            }

            @Override
            public void failed(LogUnavailableException reason) {
                reply.accept(Outcome.refused(reason.refusal()));
                release.run();
            }
        });
        if (!taken) {
            reply.accept(Outcome.refused(ErrorCode.BUSY));
        }
        return taken;
    }
}

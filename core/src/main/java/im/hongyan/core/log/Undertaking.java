package im.hongyan.core.log;

import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A change that must look before it writes: worked out on a storage thread in its turn, written, and answered when
/// it is durable. Its lane is held until then, so that what comes next sees what this one has done. The answer
/// comes whatever happens, on any thread.
public final class Undertaking<T> implements Lanes.Task {
    private final Committer committer;
    private final Planner<T> planner;
    private final Consumer<Outcome<T>> reply;

    public Undertaking(Committer committer, Planner<T> planner, Consumer<Outcome<T>> reply) {
        this.committer = committer;
        this.planner = planner;
        this.reply = reply;
    }

    /// Works out what is to be done, or refuses. May block.
    @FunctionalInterface
    public interface Planner<T> {
        Plan<T> plan() throws RefusedException;
    }

    /// What is to be done.
    public sealed interface Plan<T> {
        /// Nothing is to be written.
        record Nothing<T>(T answer) implements Plan<T> {}

        /// What is made durable; and then, on the writer's thread and without blocking:
        ///
        /// @param answer brings memory up to date with the new entries and says what to answer
        /// @param told runs behind the answer: whoever else is to hear
        record Write<T>(List<Change> changes, Function<List<Entry>, T> answer, Consumer<List<Entry>> told)
                implements Plan<T> {}
    }

    @Override
    public void run(Runnable release) {
        boolean submitted = false;
        Outcome<T> answer = Outcome.refused(ErrorCode.INTERNAL);
        try {
            switch (planner.plan()) {
                case Plan.Nothing<T>(var nothing) -> answer = Outcome.ok(nothing);
                case Plan.Write<T> write -> {
                    submitted = committer.submit(new Written(write, release));
                    answer = Outcome.refused(ErrorCode.BUSY);
                }
            }
        } catch (RefusedException refused) {
            answer = Outcome.refused(refused.refusal());
        } catch (AccountsUnavailableException down) {
            answer = Outcome.refused(down.refusal());
        } finally {
            if (!submitted) {
                try {
                    reply.accept(answer);
                } finally {
                    release.run();
                }
            }
        }
    }

    @Override
    public void refused() {
        reply.accept(Outcome.refused(ErrorCode.BUSY));
    }

    private final class Written implements Commit {
        private final Plan.Write<T> write;
        private final Runnable release;

        Written(Plan.Write<T> write, Runnable release) {
            this.write = write;
            this.release = release;
        }

        @Override
        public List<Change> changes() {
            return write.changes();
        }

        @Override
        public void committed(List<Entry> entries) {
            try {
                reply.accept(Outcome.ok(write.answer().apply(entries)));
                write.told().accept(entries);
            } finally {
                release.run();
            }
        }

        @Override
        public void failed(LogUnavailableException reason) {
            try {
                reply.accept(Outcome.refused(reason.refusal()));
            } finally {
                release.run();
            }
        }
    }
}

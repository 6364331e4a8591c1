package im.hongyan.core.message;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.agenda.Agenda;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.Band;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Messages that wait for their time. One is a fact of its author's feed and an item of the agenda; at its time the
/// message, its leaving of both, and the event that says so are one commit: it is sent exactly once, whatever stops
/// and starts meanwhile. What is checked of a message is checked again when it is sent.
public final class Schedules {
    private static final String FACTS = "schedule.";
    private static final String USER = "user";
    private static final String CID = "cid";

    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Agenda agenda;
    private final Messages messages;
    private final SendChecks checks;
    private final Limits limits;
    private final Clock clock;

    public Schedules(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Agenda agenda,
            Messages messages,
            Limits limits,
            Clock clock) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.agenda = agenda;
        this.messages = messages;
        this.checks = new SendChecks(limits);
        this.limits = limits;
        this.clock = clock;
        agenda.work(Agenda.Kind.SEND, items -> items.forEach(this::due));
    }

    /// A message and its time.
    ///
    /// @param position names it on the agenda
    public record Scheduled(Sending sending, long atMs, long position) {}

    /// Puts a message off until `atMs`. Asked again with the same client id, the answer is the first one. The reply
    /// comes on any thread.
    public void create(Session session, Sending sending, long atMs, Consumer<Outcome<Scheduled>> reply) {
        Undertaking.Planner<Scheduled> plan = () -> {
            Scheduled known = find(session.user(), sending.clientId());
            if (known != null) {
                return new Undertaking.Plan.Nothing<>(known);
            }
            long nowMs = clock.millis();
            if (atMs <= nowMs || atMs > nowMs + limits.scheduleAheadMaxMs()) {
                throw new RefusedException(Refusal.field(
                        ErrorCode.TIME_NOT_ALLOWED,
                        "data.at",
                        "data.at is in the future, at most " + limits.scheduleAheadMaxMs() + " ms from now"));
            }
            if (all(session.user()).size() >= limits.schedulesMax()) {
                throw new RefusedException(
                        Refusal.detail(ErrorCode.SCHEDULES_TOO_MANY, "at most " + limits.schedulesMax() + " messages"));
            }
            if (sending.to() instanceof ConversationId.Room) {
                throw new RefusedException(Refusal.field(ErrorCode.NOT_HERE, "to", "Nothing can wait for a room."));
            }
            refuse(checks.check(sending));
            refuse(messages.checkReceiver(sending));
            return write(
                    session.user(), changes(session.user(), sending, atMs, nowMs), new Scheduled(sending, atMs, 0));
        };
        lanes.submit(session.user(), new Undertaking<>(committer, plan, reply));
    }

    private static void refuse(@Nullable Refusal refusal) throws RefusedException {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private static List<Change> changes(UserKey user, Sending sending, long atMs, long nowMs) {
        ConversationId.Feed feed = ConversationId.feed(user);
        Map<String, String> item = Map.of(USER, user.user().value(), CID, sending.clientId());
        return List.of(
                event(user, sending.clientId(), Map.of("action", "created", "at", Long.toString(atMs)), nowMs),
                new Change.Follow(
                        feed,
                        entry -> new Change.Put(
                                feed,
                                FACTS + sending.clientId(),
                                ScheduleFields.of(new Scheduled(sending, atMs, entry.position())))),
                new Change.Follow(
                        feed,
                        entry ->
                                Agenda.put(user.app(), atMs, Agenda.Kind.SEND, Long.toString(entry.position()), item)));
    }

    private static Change event(UserKey user, String clientId, Map<String, String> fields, long nowMs) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(CID, clientId);
        return new Change.Append(
                ConversationId.feed(user),
                new Payload.Happened(user.user(), Happening.SCHEDULE, List.of(), all, List.of()),
                nowMs);
    }

    /// Takes one back that was not sent.
    public void cancel(Session session, String clientId, Consumer<Outcome<Scheduled>> reply) {
        Undertaking.Planner<Scheduled> plan = () -> {
            Scheduled known = find(session.user(), clientId);
            if (known == null) {
                throw new RefusedException(Refusal.of(ErrorCode.SCHEDULE_UNKNOWN));
            }
            List<Change> changes = new ArrayList<>(gone(session.user(), known));
            changes.add(event(session.user(), clientId, Map.of("action", "cancelled"), clock.millis()));
            return write(session.user(), changes, known);
        };
        lanes.submit(session.user(), new Undertaking<>(committer, plan, reply));
    }

    /// What takes it off the feed and the agenda.
    private static List<Change> gone(UserKey user, Scheduled scheduled) {
        return List.of(
                new Change.Put(
                        ConversationId.feed(user), FACTS + scheduled.sending().clientId(), Map.of()),
                Agenda.drop(user.app(), scheduled.atMs(), Agenda.Kind.SEND, Long.toString(scheduled.position())));
    }

    /// All that the user has waiting, the next one first. Blocks on the log.
    public List<Scheduled> all(UserKey user) {
        return log.facts(ConversationId.feed(user), FACTS, "", limits.schedulesMax() + 1).stream()
                .map(fact -> ScheduleFields.read(user, fact.key().substring(FACTS.length()), fact.fields()))
                .sorted(Comparator.comparingLong(Scheduled::atMs))
                .toList();
    }

    private @Nullable Scheduled find(UserKey user, String clientId) {
        Map<String, String> fields = log.fact(ConversationId.feed(user), FACTS + clientId);
        return fields.isEmpty() ? null : ScheduleFields.read(user, clientId, fields);
    }

    /// Its time has come. In the author's lane, so that it cannot be cancelled meanwhile.
    private void due(Agenda.Item item) {
        UserKey user = user(item.app(), item.fields());
        lanes.submit(user, new Lanes.Task() {
            @Override
            public void run(Runnable release) {
                boolean handed = false;
                try {
                    Scheduled scheduled = find(user, item.fields().getOrDefault(CID, ""));
                    if (scheduled == null) {
                        settle(List.of(item.done()), item, release);
                    } else {
                        send(user, scheduled, item, release);
                    }
                    handed = true;
                } finally {
                    if (!handed) {
                        agenda.later(item, clock.millis());
                        release.run();
                    }
                }
            }

            @Override
            public void refused() {
                agenda.later(item, clock.millis());
            }
        });
    }

    private static UserKey user(AppId app, Map<String, String> fields) {
        return new UserKey(app, new UserId(fields.getOrDefault(USER, "")));
    }

    private void send(UserKey user, Scheduled scheduled, Agenda.Item item, Runnable release) {
        String clientId = scheduled.sending().clientId();
        List<Change> with = new ArrayList<>(gone(user, scheduled));
        with.add(event(user, clientId, Map.of("action", "sent"), clock.millis()));
        boolean[] together = new boolean[1];
        Companion companion = new Companion() {
            @Override
            public List<Change> changes() {
                return with;
            }

            @Override
            public void committed(List<Entry> entries) {
                together[0] = true;
                agenda.release(item);
                release.run();
            }
        };
        messages.send(scheduled.sending(), companion, outcome -> {
            switch (outcome) {
                case Outcome.Ok<Sent> _ -> {
                    // A client that sent it by itself meanwhile has done the work.
                    if (!together[0]) {
                        settle(with, item, release);
                    }
                }
                case Outcome.Refused<Sent>(var refusal) -> refused(user, scheduled, refusal, item, release);
            }
        });
    }

    private void refused(UserKey user, Scheduled scheduled, Refusal refusal, Agenda.Item item, Runnable release) {
        boolean server = refusal.code().band() == Band.LATER && refusal.code() != ErrorCode.MUTED;
        if (server) {
            agenda.later(item, clock.millis());
            release.run();
            return;
        }
        List<Change> changes = new ArrayList<>(gone(user, scheduled));
        String code = Integer.toString(refusal.code().number());
        changes.add(event(
                user,
                scheduled.sending().clientId(),
                Map.of("action", "failed", "code", code, "name", refusal.code().word()),
                clock.millis()));
        settle(changes, item, release);
    }

    private void settle(List<Change> changes, Agenda.Item item, Runnable release) {
        boolean taken = committer.submit(new Commit() {
            @Override
            public List<Change> changes() {
                return changes;
            }

            @Override
            public void committed(List<Entry> entries) {
                agenda.release(item);
                entries.forEach(entry -> fanout.committed(entry, null));
                release.run();
            }

            @Override
            public void failed(LogUnavailableException reason) {
                agenda.later(item, clock.millis());
                release.run();
            }
        });
        if (!taken) {
            agenda.later(item, clock.millis());
            release.run();
        }
    }

    /// What is written; then the answer is the message, and its time is looked out for.
    private Undertaking.Plan<Scheduled> write(UserKey user, List<Change> changes, Scheduled answer) {
        return new Undertaking.Plan.Write<>(
                changes,
                _ -> {
                    agenda.expect(user.app(), answer.atMs());
                    return answer;
                },
                // The one who did it hears of it too: its reply holds no entry.
                entries -> entries.forEach(entry -> fanout.committed(entry, null)));
    }
}

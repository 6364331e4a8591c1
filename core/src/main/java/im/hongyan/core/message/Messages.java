package im.hongyan.core.message;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.agenda.Endings;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.friend.Blocklists;
import im.hongyan.core.group.Rosters;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Commit;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.LogUnavailableException;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Sight;
import im.hongyan.core.log.Special;
import im.hongyan.core.room.Rooms;
import im.hongyan.core.session.Attachment;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sending: check, accept once, commit, answer, fan out. A send that nothing needs to be looked up for goes from
/// the connection's thread straight to the log's writer.
public final class Messages {
    private final Limits limits;

    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Accounts accounts;
    private final Executor storage;
    private final Clock clock;
    private final SendChecks checks;
    private final EarlierSend earlier;
    private final Once once;
    private final Rosters rosters;
    private final Endings endings;
    private final Rooms rooms;
    private final Recipients recipients;

    /// @param storage runs look-ups; may refuse when it is full
    /// @param fingerprintSecret nobody's to know, see [Fingerprints]
    public Messages(
            Limits limits,
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Accounts accounts,
            Executor storage,
            Clock clock,
            String fingerprintSecret,
            Rosters rosters,
            Endings endings,
            Rooms rooms,
            Blocklists blocklists) {
        this.endings = endings;
        this.rosters = rosters;
        this.rooms = rooms;
        this.recipients = new Recipients(accounts, blocklists, rosters, log, clock);
        this.limits = limits;
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.accounts = accounts;
        this.storage = storage;
        this.clock = clock;
        this.checks = new SendChecks(limits);
        this.earlier = new EarlierSend(log, limits);
        this.once = new Once(limits.recentSendsMax(), Fingerprints.keyed(fingerprintSecret));
    }

    /// Sends from a session. Called on the connection's thread; sends of one session are committed in the order of
    /// their calls. The reply comes on the connection's thread, after the message is durable, before anything that
    /// is committed later is pushed to the session.
    public void send(Session session, Sending sending, Consumer<Outcome<Sent>> reply) {
        send(session, sending, Companion.NONE, reply);
    }

    void send(Session session, Sending sending, Companion companion, Consumer<Outcome<Sent>> reply) {
        send(session, sending, companion, checks.check(sending), reply);
    }

    /// The same for a message to [UserId#SYSTEM]: a back-end reads it, by a hook or from the log. Only for a
    /// dialect whose clients know such messages; elsewhere the system does not listen.
    public void sendToSystem(Session session, Sending sending, Consumer<Outcome<Sent>> reply) {
        send(session, sending, Companion.NONE, checks.checkToSystem(sending), reply);
    }

    private void send(
            Session session,
            Sending sending,
            Companion companion,
            @Nullable Refusal refusal,
            Consumer<Outcome<Sent>> reply) {
        Attachment attachment = session.attachment();
        if (refusal != null) {
            reply.accept(Outcome.refused(refusal));
            return;
        }
        if (attachment.sendOrder().inFlight() >= limits.sessionInFlightMax()) {
            reply.accept(Outcome.refused(Refusal.after(ErrorCode.TOO_FAST, 100)));
            return;
        }
        attachment.sendOrder().began();
        Consumer<Outcome<Sent>> done = outcome -> attachment.link().run(() -> {
            attachment.sendOrder().ended();
            reply.accept(outcome);
        });
        attachment.sendOrder().run(() -> begin(session, attachment, sending, companion, done));
    }

    private void begin(
            Session session,
            Attachment attachment,
            Sending sending,
            Companion companion,
            Consumer<Outcome<Sent>> done) {
        Once.Ticket ticket = once.claim(sending, done);
        if (ticket == null) {
            return;
        }
        if (sending.to() instanceof ConversationId.Room room) {
            Refusal refusal = rooms.admit(session, room, sending.priority());
            if (refusal != null) {
                refuse(ticket, refusal, done);
                return;
            }
            if (!rooms.isLogged(room)) {
                say(room, sending, ticket, session.id(), done);
                return;
            }
        }
        boolean young = clock.millis() - session.loggedInAtMs() < limits.youngSessionMs();
        Map<String, Long> before = young ? attachment.sentBefore(sending.to()) : Map.of();
        boolean maybeRetry = sending.retry() || before == null || before.containsKey(sending.clientId());
        if (!maybeRetry && sending.quote() == 0 && recipients.isKnown(sending)) {
            Blocklists.Verdict verdict = recipients.verdict(sending);
            if (verdict != Blocklists.Verdict.UNKNOWN) {
                Refusal refusal = Recipients.refusal(verdict);
                if (refusal == null) {
                    commit(sending, 0, ticket, session.id(), companion, done);
                } else {
                    refuse(ticket, refusal, done);
                }
                return;
            }
        }
        attachment.sendOrder().hold();
        Runnable release = () -> attachment.link().run(attachment.sendOrder()::release);
        onStorage(ticket, done, release, () -> {
            boolean lookEarlier = sending.retry();
            if (!lookEarlier && maybeRetry) {
                lookEarlier = sentBefore(session, attachment, sending, before);
            }
            lookUp(sending, ticket, session.id(), lookEarlier, companion, done);
        });
    }

    /// Whether an earlier session of the user has sent this shortly before this session's login. Blocks.
    private boolean sentBefore(
            Session session, Attachment attachment, Sending sending, @Nullable Map<String, Long> known) {
        if (known != null) {
            return known.containsKey(sending.clientId());
        }
        Map<String, Long> learnt =
                earlier.collect(sending.to(), sending.sender(), session.loggedInAtMs() - limits.youngSessionMs());
        attachment.link().run(() -> attachment.learn(sending.to(), learnt));
        return learnt.containsKey(sending.clientId());
    }

    /// Sends for a back-end, which has no session, in the name of a user or of [UserId#SYSTEM]. It may always be a
    /// retry. The reply comes on any thread and must not block.
    public void send(Sending sending, Consumer<Outcome<Sent>> reply) {
        send(sending, Companion.NONE, reply);
    }

    void send(Sending sending, Companion companion, Consumer<Outcome<Sent>> reply) {
        Refusal refusal = checks.check(sending);
        if (refusal != null) {
            reply.accept(Outcome.refused(refusal));
            return;
        }
        Once.Ticket ticket = once.claim(sending, reply);
        if (ticket != null) {
            onStorage(ticket, reply, () -> {}, () -> lookUp(sending, ticket, null, true, companion, reply));
        }
    }

    private void onStorage(Once.Ticket ticket, Consumer<Outcome<Sent>> done, Runnable release, Runnable work) {
        try {
            storage.execute(() -> {
                boolean finished = false;
                try {
                    work.run();
                    finished = true;
                } catch (AccountsUnavailableException down) {
                    finished = true;
                    refuse(ticket, down.refusal(), done);
                } finally {
                    if (!finished) {
                        refuse(ticket, Refusal.of(ErrorCode.INTERNAL), done);
                    }
                    release.run();
                }
            });
        } catch (RejectedExecutionException full) {
            refuse(ticket, Refusal.of(ErrorCode.BUSY), done);
            release.run();
        }
    }

    private void lookUp(
            Sending sending,
            Once.Ticket ticket,
            @Nullable SessionId origin,
            boolean lookEarlier,
            Companion companion,
            Consumer<Outcome<Sent>> done) {
        Sent first = lookEarlier ? earlier.find(sending, clock.millis()) : null;
        if (first != null) {
            once.accepted(ticket, first);
            done.accept(Outcome.ok(first));
            return;
        }
        Refusal sender = origin == null ? accounts.checkSender(sending.from()) : null;
        if (sender != null) {
            refuse(ticket, sender, done);
            return;
        }
        Refusal receiver = recipients.check(sending);
        if (receiver != null) {
            refuse(ticket, receiver, done);
            return;
        }
        if (origin == null && sending.to() instanceof ConversationId.Room room) {
            Refusal refusal = rooms.admit(room, sending.priority());
            if (refusal != null) {
                refuse(ticket, refusal, done);
                return;
            }
            if (!rooms.isLogged(room)) {
                say(room, sending, ticket, null, done);
                return;
            }
        }
        long root = 0;
        if (sending.quote() != 0) {
            Entry quoted = log.entry(sending.to(), sending.quote());
            if (quoted == null || !quoted.isMessage() || !Sight.isFor(quoted, sending.sender())) {
                refuse(
                        ticket,
                        Refusal.field(ErrorCode.QUOTE_UNKNOWN, "quote", ErrorCode.QUOTE_UNKNOWN.english()),
                        done);
                return;
            }
            boolean answers = quoted.payload() instanceof Message message
                    && message.story().root() != 0;
            root = answers ? ((Message) quoted.payload()).story().root() : quoted.number();
        }
        commit(sending, root, ticket, origin, companion, done);
    }

    /// What is said where nothing is kept is accepted when it has its number.
    private void say(
            ConversationId.Room room,
            Sending sending,
            Once.Ticket ticket,
            @Nullable SessionId origin,
            Consumer<Outcome<Sent>> done) {
        boolean said = rooms.say(room, sending.message(0), origin, entry -> {
            Sent sent = Sent.of(entry);
            once.accepted(ticket, sent);
            done.accept(Outcome.ok(sent));
        });
        if (!said) {
            refuse(ticket, Refusal.of(ErrorCode.ROOM_UNKNOWN), done);
        }
    }

    private void refuse(Once.Ticket ticket, Refusal refusal, Consumer<Outcome<Sent>> done) {
        once.failed(ticket, refusal);
        done.accept(Outcome.refused(refusal));
    }

    /// @param root of the thread it answers in; 0 = none
    private void commit(
            Sending sending,
            long root,
            Once.Ticket ticket,
            @Nullable SessionId origin,
            Companion companion,
            Consumer<Outcome<Sent>> done) {
        if (!committer.submit(new SendCommit(sending, root, ticket, origin, companion, done))) {
            refuse(ticket, Refusal.after(ErrorCode.BUSY, 200), done);
        }
    }

    /// Why it cannot be sent there, or null. Blocks.
    @Nullable
    Refusal checkReceiver(Sending sending) {
        return recipients.check(sending);
    }

    private final class SendCommit implements Commit {
        private final Sending sending;
        private final Once.Ticket ticket;
        private final @Nullable SessionId origin;
        private final Consumer<Outcome<Sent>> done;
        private final long atMs = clock.millis();
        private final Message message;
        private final Companion companion;
        private @Nullable Refusal refusal;

        SendCommit(
                Sending sending,
                long root,
                Once.Ticket ticket,
                @Nullable SessionId origin,
                Companion companion,
                Consumer<Outcome<Sent>> done) {
            this.companion = companion;
            this.sending = sending;
            this.message = sending.message(root);
            this.ticket = ticket;
            this.origin = origin;
            this.done = done;
        }

        @Override
        public List<Change> changes() {
            // Decided here too, on the thread that writes: between the first look and now somebody may have been put
            // out.
            if (sending.to() instanceof ConversationId.Group group) {
                refusal = rosters.checkSpeak(group, sending.sender(), atMs);
                if (refusal != null) {
                    return List.of();
                }
            }
            Change append = new Change.Append(sending.to(), message, atMs);
            List<Change> with = companion.changes();
            if (message.special().equals(Special.NONE) && with.isEmpty()) {
                return List.of(append);
            }
            List<Change> changes = new ArrayList<>();
            changes.add(append);
            changes.addAll(Endings.of(sending.to(), message));
            changes.addAll(with);
            return changes;
        }

        @Override
        public void committed(List<Entry> entries) {
            if (refusal != null) {
                refuse(ticket, refusal, done);
                return;
            }
            Entry entry = entries.getFirst();
            Sent sent = Sent.of(entry);
            once.accepted(ticket, sent);
            companion.committed(entries);
            done.accept(Outcome.ok(sent));
            fanout.committed(entry, origin);
            endings.committed(entry, message);
            for (int i = 1; i < entries.size(); i++) {
                fanout.committed(entries.get(i), null);
            }
        }

        @Override
        public void failed(LogUnavailableException reason) {
            refuse(ticket, reason.refusal(), done);
        }
    }
}

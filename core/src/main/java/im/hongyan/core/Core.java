package im.hongyan.core;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Users;
import im.hongyan.core.conversation.Conversations;
import im.hongyan.core.conversation.Marks;
import im.hongyan.core.conversation.Removals;
import im.hongyan.core.conversation.Shown;
import im.hongyan.core.delivery.Deliveries;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.delivery.LocalBus;
import im.hongyan.core.delivery.Transients;
import im.hongyan.core.delivery.Undelivered;
import im.hongyan.core.group.Discipline;
import im.hongyan.core.group.Groups;
import im.hongyan.core.group.Membership;
import im.hongyan.core.group.Rosters;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.History;
import im.hongyan.core.message.MessageChanges;
import im.hongyan.core.message.Messages;
import im.hongyan.core.message.Pins;
import im.hongyan.core.message.Reactions;
import im.hongyan.core.message.ReadCounts;
import im.hongyan.core.message.Readers;
import im.hongyan.core.message.Recalls;
import im.hongyan.core.message.Threads;
import im.hongyan.core.presence.Presences;
import im.hongyan.core.session.Administration;
import im.hongyan.core.session.Logins;
import im.hongyan.core.session.Sessions;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// All use cases of one server, wired to their ports. What dialects and HTTP routes are given.
///
/// @param storage where blocking reads run; it may refuse when it is full
public record Core(
        Limits limits,
        Clock clock,
        MessageLog log,
        Committer committer,
        Accounts accounts,
        Tokens tokens,
        Sessions sessions,
        Logins logins,
        Administration administration,
        Presences presences,
        Messages messages,
        Recalls recalls,
        Edits edits,
        Reactions reactions,
        Pins pins,
        Threads threads,
        Readers readers,
        Removals removals,
        Shown shown,
        History history,
        Conversations conversations,
        Marks marks,
        Fanout fanout,
        Deliveries deliveries,
        Undelivered undelivered,
        Transients transients,
        Groups groups,
        Membership membership,
        Discipline discipline,
        Executor storage) {

    /// What a core needs from outside.
    ///
    /// @param dialects how many dialects the server has
    /// @param secrets makes unguessable strings
    /// @param faults told of exceptions thrown on the log's writer thread
    public record Ports(
            Limits limits,
            Clock clock,
            MessageLog log,
            Apps apps,
            Users users,
            Tokens tokens,
            Executor storage,
            int dialects,
            Supplier<String> secrets,
            Thread.UncaughtExceptionHandler faults) {}

    public static Core of(Ports ports) {
        Limits limits = ports.limits();
        Clock clock = ports.clock();
        MessageLog log = ports.log();
        Committer committer = new Committer(log, limits.commitQueueMax(), limits.commitBatchMax(), ports.faults());
        Accounts accounts = new Accounts(ports.apps(), ports.users(), ports.tokens(), clock);
        Sessions sessions = new Sessions(limits, ports.secrets());
        LocalBus bus = new LocalBus(sessions);
        Rosters rosters = new Rosters(log, sessions, bus, ports.storage(), limits.resumableSessionsMax());
        Fanout fanout = new Fanout(bus, rosters, ports.dialects(), log.position());
        Lanes lanes = new Lanes(ports.storage());
        Deliveries deliveries = new Deliveries(bus, committer, log);
        Groups groups = new Groups(log, committer, fanout, lanes, rosters, accounts, limits, clock, ports.secrets());
        MessageChanges changes = new MessageChanges(log, committer, fanout, lanes, groups);
        Readers readers = new Readers(changes, groups, new ReadCounts(log, groups, limits, clock), bus, limits);
        Marks marks = new Marks(log, committer, fanout, lanes, clock, readers);
        Removals removals = new Removals(log, marks, limits, clock);
        Shown shown = new Shown(log, removals);
        Presences presences = new Presences(sessions, clock, limits.watchedUsersMax());
        sessions.listen((user, before, after) -> {
            rosters.presenceChanged(user, before, after);
            presences.changed(user, before, after);
        });
        return new Core(
                limits,
                clock,
                log,
                committer,
                accounts,
                ports.tokens(),
                sessions,
                new Logins(accounts, sessions, log, clock, ports.storage(), rosters::seat),
                new Administration(accounts, sessions),
                presences,
                new Messages(
                        limits,
                        log,
                        committer,
                        fanout,
                        accounts,
                        ports.storage(),
                        clock,
                        ports.secrets().get(),
                        rosters),
                new Recalls(log, committer, fanout, lanes, accounts, rosters, groups, clock),
                new Edits(changes, limits, clock),
                new Reactions(changes, limits, clock),
                new Pins(changes, shown, limits, clock),
                new Threads(changes, shown, limits),
                readers,
                removals,
                shown,
                new History(log, limits, shown),
                new Conversations(log, deliveries, limits, removals, shown),
                marks,
                fanout,
                deliveries,
                new Undelivered(log, deliveries),
                new Transients(bus, rosters, clock, limits),
                groups,
                new Membership(groups),
                new Discipline(groups),
                ports.storage());
    }

    /// Makes everything that was accepted durable. Sends that come later are refused as busy.
    public void stop() {
        deliveries.flush();
        committer.close();
    }
}

package im.hongyan.core;

import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.Apps;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.Users;
import im.hongyan.core.agenda.Agenda;
import im.hongyan.core.agenda.Endings;
import im.hongyan.core.agenda.LiveTexts;
import im.hongyan.core.conversation.Conversations;
import im.hongyan.core.conversation.Folders;
import im.hongyan.core.conversation.Marks;
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
import im.hongyan.core.message.History;
import im.hongyan.core.message.Messages;
import im.hongyan.core.message.OnlineSends;
import im.hongyan.core.message.Recalls;
import im.hongyan.core.message.Schedules;
import im.hongyan.core.message.Streams;
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
        OnlineSends onlineSends,
        Streams streams,
        Schedules schedules,
        Recalls recalls,
        History history,
        Conversations conversations,
        Marks marks,
        Folders folders,
        Fanout fanout,
        Deliveries deliveries,
        Undelivered undelivered,
        Transients transients,
        Groups groups,
        Membership membership,
        Discipline discipline,
        Agenda agenda,
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
        Agenda agenda = new Agenda(log, ports.apps());
        LiveTexts texts = new LiveTexts();
        Endings endings = new Endings(log, committer, fanout, lanes, agenda, clock);
        Groups groups = new Groups(log, committer, fanout, lanes, rosters, accounts, limits, clock, ports.secrets());
        Presences presences = new Presences(sessions, clock, limits.watchedUsersMax());
        sessions.listen((user, before, after) -> {
            rosters.presenceChanged(user, before, after);
            presences.changed(user, before, after);
        });
        Messages messages = new Messages(
                limits,
                log,
                committer,
                fanout,
                accounts,
                ports.storage(),
                clock,
                ports.secrets().get(),
                rosters,
                endings);
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
                messages,
                new OnlineSends(messages, limits, bus, rosters, ports.storage(), clock),
                new Streams(
                        log,
                        committer,
                        fanout,
                        lanes,
                        agenda,
                        texts,
                        messages,
                        bus,
                        rosters,
                        limits,
                        clock),
                new Schedules(log, committer, fanout, lanes, agenda, messages, limits, clock),
                new Recalls(log, committer, fanout, lanes, accounts, rosters, groups, clock),
                new History(log, limits, clock, texts),
                new Conversations(log, deliveries, limits, clock, texts),
                new Marks(log, committer, fanout, lanes, clock, limits, endings),
                new Folders(log, committer, fanout, lanes, clock, limits),
                fanout,
                deliveries,
                new Undelivered(log, deliveries, clock),
                new Transients(bus, rosters, clock, limits),
                groups,
                new Membership(groups),
                new Discipline(groups),
                agenda,
                ports.storage());
    }

    /// Makes everything that was accepted durable. Sends that come later are refused as busy.
    public void stop() {
        deliveries.flush();
        committer.close();
    }
}

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
import im.hongyan.core.conversation.Removals;
import im.hongyan.core.conversation.Shown;
import im.hongyan.core.delivery.Deliveries;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.delivery.LocalBus;
import im.hongyan.core.delivery.Transients;
import im.hongyan.core.delivery.Undelivered;
import im.hongyan.core.friend.Blocklists;
import im.hongyan.core.friend.Blocks;
import im.hongyan.core.friend.FriendLists;
import im.hongyan.core.friend.FriendRequests;
import im.hongyan.core.friend.Friends;
import im.hongyan.core.group.Discipline;
import im.hongyan.core.group.Groups;
import im.hongyan.core.group.Membership;
import im.hongyan.core.group.Rosters;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.message.Assists;
import im.hongyan.core.message.Broadcasts;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.History;
import im.hongyan.core.message.MessageChanges;
import im.hongyan.core.message.Messages;
import im.hongyan.core.message.OnlineSends;
import im.hongyan.core.message.Pins;
import im.hongyan.core.message.Reactions;
import im.hongyan.core.message.ReadCounts;
import im.hongyan.core.message.Readers;
import im.hongyan.core.message.Recalls;
import im.hongyan.core.message.Schedules;
import im.hongyan.core.message.Streams;
import im.hongyan.core.message.Threads;
import im.hongyan.core.port.Helpers;
import im.hongyan.core.presence.Presences;
import im.hongyan.core.room.RoomChanges;
import im.hongyan.core.room.Rooms;
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
        Broadcasts broadcasts,
        Assists assists,
        Streams streams,
        Schedules schedules,
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
        Folders folders,
        Fanout fanout,
        Deliveries deliveries,
        Undelivered undelivered,
        Transients transients,
        Groups groups,
        Membership membership,
        Discipline discipline,
        Rooms rooms,
        RoomChanges roomChanges,
        Friends friends,
        FriendRequests friendRequests,
        FriendLists friendLists,
        Blocks blocks,
        Agenda agenda,
        Executor storage) {

    /// What a core needs from outside.
    ///
    /// @param dialects how many dialects the server has
    /// @param secrets makes unguessable strings
    /// @param helpers what the operator has installed
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
            Helpers helpers,
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
        Rooms rooms = new Rooms(log, ports.storage(), limits, clock, ports.dialects());
        sessions.listen((Sessions.LifeListener) rooms);
        Fanout fanout = new Fanout(bus, rosters, rooms, ports.dialects(), log.position());
        Lanes lanes = new Lanes(ports.storage());
        Deliveries deliveries = new Deliveries(bus, committer, log);
        Agenda agenda = new Agenda(log, ports.apps());
        LiveTexts texts = new LiveTexts();
        Endings endings = new Endings(log, committer, fanout, lanes, agenda, clock);
        Groups groups = new Groups(log, committer, fanout, lanes, rosters, accounts, limits, clock, ports.secrets());
        Blocklists blocklists = new Blocklists(log, limits.blocklistsMax());
        Friends friends = new Friends(log, committer, fanout, ports.storage(), accounts, blocklists, limits, clock);
        Presences presences = new Presences(sessions, clock, limits.watchedUsersMax(), limits.statusBytesMax());
        MessageChanges changes = new MessageChanges(log, committer, fanout, lanes, groups);
        Readers readers = new Readers(changes, groups, new ReadCounts(log, groups, limits, clock), bus, limits);
        Marks marks = new Marks(log, committer, fanout, lanes, clock, limits, endings, readers);
        Removals removals = new Removals(log, marks, limits, clock);
        Shown shown = new Shown(log, removals, texts, clock);
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
                endings,
                rooms,
                blocklists);
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
                new Broadcasts(messages),
                new Assists(ports.helpers(), limits.portAnswerMs()),
                new Streams(log, committer, fanout, lanes, agenda, texts, messages, bus, rosters, limits, clock),
                new Schedules(log, committer, fanout, lanes, agenda, messages, limits, clock),
                new Recalls(log, committer, fanout, lanes, accounts, rosters, groups, clock),
                new Edits(changes, limits, clock),
                new Reactions(changes, limits, clock),
                new Pins(changes, shown, limits, clock),
                new Threads(changes, shown, limits),
                readers,
                removals,
                shown,
                new History(log, limits, rooms, shown),
                new Conversations(log, deliveries, limits, removals, shown),
                marks,
                new Folders(log, committer, fanout, lanes, clock, limits),
                fanout,
                deliveries,
                new Undelivered(log, deliveries, clock),
                new Transients(
                        bus,
                        rosters,
                        rooms,
                        clock,
                        limits,
                        (from, to) -> blocklists.check(from, to) == Blocklists.Verdict.BLOCKED),
                groups,
                new Membership(groups),
                new Discipline(groups),
                rooms,
                new RoomChanges(rooms, log, committer, fanout, lanes, accounts, limits, clock, ports.secrets()),
                friends,
                new FriendRequests(friends),
                new FriendLists(friends),
                new Blocks(friends),
                agenda,
                ports.storage());
    }

    /// What is done about once a second. Blocks on the log.
    public void tick() {
        sessions.expire(clock.millis());
        rooms.tick();
        deliveries.flush();
    }

    /// Makes everything that was accepted durable. Sends that come later are refused as busy.
    public void stop() {
        deliveries.flush();
        committer.close();
    }
}

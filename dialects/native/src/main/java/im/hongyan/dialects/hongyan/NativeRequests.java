package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupLists;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Member;
import im.hongyan.core.message.History;
import im.hongyan.core.message.Sending;
import im.hongyan.core.presence.Presence;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.entry.ConversationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a client that is logged in may ask for: each request becomes one use case of the core, and its outcome the
/// reply. On the connection's thread, except where a use case reads storage.
final class NativeRequests {
    private final NativeDialect dialect;
    private final Core core;
    private final NativeSession owner;
    private final Session session;
    private final UserKey user;
    private final Connection connection;
    private final GroupRequests groups;
    private final FolderRequests folders;
    private final LaterRequests later;
    private final AssistRequests assists;
    private final RoomRequests rooms;
    private final FriendOperations friends;
    private final MessageRequests messages;

    NativeRequests(NativeDialect dialect, NativeSession owner, Session session, Connection connection) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.owner = owner;
        this.session = session;
        this.user = session.user();
        this.connection = connection;
        this.groups = new GroupRequests(core, session);
        this.folders = new FolderRequests(core, session);
        this.later = new LaterRequests(core, session);
        this.rooms = new RoomRequests(core, session, this);
        this.friends = new FriendOperations(core, user);
        this.messages = new MessageRequests(core, session);
        this.assists = new AssistRequests(core, session);
    }

    void carryOut(Request request) {
        switch (request) {
            case Request.Login _, Request.Resume _ -> refuse(request.id(), Refusal.of(ErrorCode.ALREADY_LOGGED_IN));
            case Request.Ping(var id) -> ping(id);
            case Request.State(var id, var background) -> {
                core.sessions().setBackground(session, background);
                owner.reply(id, writer().state(id, background));
            }
            case Request.Renew renew -> renew(renew);
            case Request.Logout(var id) -> owner.logout(id);
            case Request.Send send -> send(send);
            case Request.Recall(var id, var name, var number) ->
                core.recalls().recall(session, name.of(user), number, later(id, NativeWriter::sent));
            case Request.History history -> history(history);
            case Request.Read(var id, var name, var number) ->
                core.marks().read(session, name.of(user), number, later(id, NativeWriter::read));
            case Request.Ack ack -> ack.got().forEach(this::ack);
            case Request.Conversations(var id, var limit, var after, var filter) ->
                onStorage(
                        id,
                        () -> core.conversations().list(user, filter, after, limit),
                        (lists, page) -> lists.conversations(id, user.user(), page));
            case Request.Sync(var id, var cursor, var limit, var entries, var next) ->
                onStorage(
                        id,
                        () -> core.conversations().sync(user, cursor, limit, entries, next),
                        (lists, page) -> lists.sync(id, user.user(), page));
            case Request.Total(var id) ->
                onStorage(
                        id,
                        () -> Outcome.ok(core.conversations().totals(user)),
                        (lists, totals) -> lists.totals(id, totals));
            case Request.Set set -> set(set);
            case Request.Clear clear -> clear(clear);
            case Request.Delete delete -> delete(delete);
            case Request.Signal(var id, var to, var name, var data) ->
                now(id, core.transients().send(session, to.of(user), name, data), NativeWriter::online);
            case Request.Presence presence -> presence(presence);
            case Request.Group group -> group(group);
            case Request.Folder folder -> folder(folder);
            case Request.Schedule schedule -> schedule(schedule);
            case Request.Stream stream -> stream(stream);
            case Request.Assist assist -> assists.carryOut(assist, later(assist.id(), NativeWriter::text));
            case Request.Room room -> rooms.carryOut(room);
            case Request.Friend friend -> friend(friend);
            case Request.Message message -> message(message);
            case Request.Users(var id, var users) ->
                onStorage(id, () -> Outcome.ok(find(users)), (lists, found) -> lists.users(id, found));
            case Request.Profile(var id, var name, var avatar, var attributes, var allow) ->
                onStorage(
                        id,
                        () -> core.accounts().change(user, new ProfileChange(name, avatar, attributes, allow, null)),
                        (lists, changed) -> lists.profile(id, changed));
        }
    }

    /// The pong goes behind the pushes that wait for this connection, so that what it says of them is true.
    private void ping(long id) {
        long reached = core.fanout().reached();
        connection.run(() -> owner.pong(id, reached));
    }

    private void renew(Request.Renew renew) {
        switch (core.accounts().renew(user, renew.token())) {
            case Outcome.Ok<Tokens.Claims>(var claims) -> {
                session.renewed(claims.expiresAtMs());
                owner.renewed();
                owner.reply(renew.id(), writer().renewed(renew.id(), claims.expiresAtMs()));
            }
            case Outcome.Refused<Tokens.Claims>(var refusal) -> refuse(renew.id(), refusal);
        }
    }

    private void send(Request.Send send) {
        Sending sending = later.sending(send);
        long id = send.id();
        if (send.how().online()) {
            core.onlineSends().send(session, sending, later(id, NativeWriter::passed));
            return;
        }
        core.messages().send(session, sending, outcome -> now(id, outcome, NativeWriter::sent));
    }

    private void history(Request.History request) {
        ConversationId conversation = request.conversation().of(user);
        History.Direction direction = request.forward() ? History.Direction.FORWARD : History.Direction.BACK;
        onStorage(
                request.id(),
                () -> core.history().read(user, conversation, request.from(), request.limit(), direction),
                (lists, page) -> lists.history(request.id(), conversation, user.user(), page));
    }

    private void ack(Request.Got got) {
        core.deliveries()
                .acked(
                        session,
                        got.conversation().of(user),
                        got.number(),
                        core.clock().millis());
    }

    private void set(Request.Set request) {
        ConversationId conversation = request.conversation().of(user);
        core.marks().set(session, conversation, request.change(), settings(request.id(), conversation));
    }

    private void clear(Request.Clear request) {
        ConversationId conversation = request.conversation().of(user);
        long number = request.number() == 0 ? Long.MAX_VALUE : request.number();
        core.marks().clear(session, conversation, number, settings(request.id(), conversation));
    }

    private void delete(Request.Delete request) {
        ConversationId conversation = request.conversation().of(user);
        core.marks().delete(session, conversation, request.clear(), settings(request.id(), conversation));
    }

    private Consumer<Outcome<Member>> settings(long id, ConversationId conversation) {
        return later(id, (writer, reply, member) -> writer.settings(reply, conversation, user.user(), member));
    }

    private void group(Request.Group request) {
        long id = request.id();
        switch (request.deed()) {
            case "list" ->
                onStorage(id, () -> Outcome.ok(core.groups().of(user)), (lists, all) -> lists.groups(id, all));
            case "get" -> onStorage(id, () -> find(request), (lists, found) -> lists.group(id, found));
            case "members" -> onStorage(id, () -> members(request), (lists, page) -> lists.members(id, page));
            case "applications" -> list(request, GroupLists.Kind.APPLICATIONS);
            case "bans" -> list(request, GroupLists.Kind.BANS);
            case "speakers" -> list(request, GroupLists.Kind.SPEAKERS);
            case "counters" -> onStorage(id, () -> groups.counters(request), (lists, all) -> lists.counters(id, all));
            case "count" -> groups.count(request, later(id, NativeWriter::counters));
            default -> groups.change(request, later(id, NativeWriter::group));
        }
    }

    private void friend(Request.Friend request) {
        long id = request.id();
        switch (request.deed()) {
            case "list" ->
                onStorage(
                        id,
                        () -> core.friends().page(user, request.after(), request.limit()),
                        (lists, page) -> lists.book(id, page));
            case "check" ->
                onStorage(
                        id,
                        () -> Outcome.ok(core.friends().relations(user, request.users())),
                        (lists, relations) -> lists.relations(id, relations));
            default -> friends.change(request, later(id, NativeWriter::friend));
        }
    }

    private void list(Request.Group request, GroupLists.Kind kind) {
        onStorage(
                request.id(), () -> groups.page(request, kind), (lists, page) -> lists.rows(request.id(), kind, page));
    }

    private void message(Request.Message request) {
        if (MessageRequests.isReading(request)) {
            onStorage(request.id(), () -> messages.read(request), (lists, frame) -> frame);
        } else {
            messages.change(request, later(request.id(), (writer, id, frame) -> frame));
        }
    }

    private void schedule(Request.Schedule request) {
        long id = request.id();
        if (request.deed().equals("list")) {
            onStorage(
                    id,
                    () -> Outcome.ok(core.schedules().all(user)),
                    (lists, all) -> lists.schedules(id, user.user(), all));
        } else {
            later.schedule(request, later(id, NativeWriter::scheduled));
        }
    }

    private void stream(Request.Stream request) {
        ConversationName name = request.conversation();
        if (name != null && request.deed().equals("add")) {
            now(request.id(), later.add(request, name), NativeWriter::streamedTo);
        } else if (request.send() != null) {
            later.stream(request, outcome -> now(request.id(), outcome, NativeWriter::sent));
        } else {
            later.stream(request, later(request.id(), NativeWriter::sent));
        }
    }

    private void folder(Request.Folder request) {
        long id = request.id();
        if (request.deed().equals("list")) {
            onStorage(id, () -> Outcome.ok(core.folders().of(user)), (lists, all) -> lists.folders(id, all));
        } else {
            folders.carryOut(request, later(id, (writer, reply, all) -> new ListWriter().folders(reply, all)));
        }
    }

    private Outcome<GroupView> find(Request.Group request) {
        try {
            var group = groups.id(request);
            GroupMember own = core.groups().member(group, user.user());
            return core.groups().find(group, user).map(found -> new GroupView(found, own));
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    private Outcome<List<GroupMember>> members(Request.Group request) {
        try {
            return core.groups().members(groups.id(request), user, request.after(), request.limit());
        } catch (RefusedException refused) {
            return Outcome.refused(refused.refusal());
        }
    }

    /// A group as one user sees it.
    ///
    /// @param own null = not a member
    record GroupView(Group group, @Nullable GroupMember own) {}

    private void presence(Request.Presence request) {
        List<UserId> users = request.users();
        Boolean watch = request.watch();
        String text = request.text();
        if (text != null && core.presences().show(user, text) instanceof Outcome.Refused<Presence>(var refusal)) {
            refuse(request.id(), refusal);
            return;
        }
        Outcome<Map<UserId, Presence>> states;
        if (watch != null && watch) {
            states = core.presences().watch(session, users);
        } else {
            if (watch != null) {
                core.presences().unwatch(session, users);
            }
            states = Outcome.ok(core.presences().of(session, users));
        }
        now(request.id(), states, NativeWriter::presences);
    }

    private List<User> find(List<UserId> ids) {
        List<User> users = new ArrayList<>();
        for (UserId id : ids) {
            core.accounts().find(new UserKey(user.app(), id)).ifPresent(users::add);
        }
        return users;
    }

    /// How an outcome is told.
    interface Rendering<T> {
        OutFrame frame(NativeWriter writer, long id, T value);
    }

    <T> void now(long id, Outcome<T> outcome, Rendering<T> rendering) {
        if (id == 0) {
            return;
        }
        switch (outcome) {
            case Outcome.Ok<T>(var value) -> connection.send(rendering.frame(writer(), id, value));
            case Outcome.Refused<T>(var refusal) -> refuse(id, refusal);
        }
    }

    /// For a use case that answers on any thread.
    <T> Consumer<Outcome<T>> later(long id, Rendering<T> rendering) {
        return outcome -> connection.run(() -> now(id, outcome, rendering));
    }

    /// For a use case that blocks: the list is read and written out on a storage thread.
    <T> void onStorage(long id, Supplier<Outcome<T>> work, BiFunction<ListWriter, T, OutFrame> rendering) {
        try {
            core.storage().execute(() -> {
                Outcome<OutFrame> answer = Outcome.refused(ErrorCode.INTERNAL);
                try {
                    answer = work.get().map(value -> rendering.apply(new ListWriter(), value));
                } finally {
                    Outcome<OutFrame> told = answer;
                    connection.run(() -> now(id, told, (writer, reply, frame) -> frame));
                }
            });
        } catch (RejectedExecutionException full) {
            refuse(id, Refusal.of(ErrorCode.BUSY));
        }
    }

    private void refuse(long id, Refusal refusal) {
        owner.reply(id, writer().refusal(id, refusal));
    }

    private NativeWriter writer() {
        return dialect.scratch().writer();
    }
}

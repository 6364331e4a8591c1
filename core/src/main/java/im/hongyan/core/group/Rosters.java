package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Audience;
import im.hongyan.core.delivery.Bus;
import im.hongyan.core.error.CloseCode;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.session.PresenceState;
import im.hongyan.core.session.Sessions;
import im.hongyan.core.session.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The groups of those who are connected, in memory: who may speak, and whom a message reaches, without a read. A
/// user is seated at login, from the log; from then on every change of a group is noted here when it is durable.
/// Nobody holds a lock while reading the disk: a seating that a change overtakes begins again.
public final class Rosters implements Audience {
    private static final class Live {
        volatile @Nullable Group group;
        final ConcurrentHashMap<UserId, GroupMember> seated = new ConcurrentHashMap<>();
        final Set<UserKey> connected = ConcurrentHashMap.newKeySet();
    }

    /// One user's groups. Its own lock guards everything in it.
    private static final class Seats {
        final Set<ConversationId.Group> groups = new HashSet<>();
        long changes;
        boolean filled;
    }

    private final MessageLog log;
    private final Sessions sessions;
    private final Bus bus;
    private final Executor storage;
    private final int seatsMax;
    private final ConcurrentHashMap<ConversationId.Group, Live> lives = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UserKey, Seats> seats = new ConcurrentHashMap<>();

    /// @param seatsMax users kept seated; beyond it those who disconnect are forgotten, and seated again when they
    ///     come back
    public Rosters(MessageLog log, Sessions sessions, Bus bus, Executor storage, int seatsMax) {
        this.log = log;
        this.sessions = sessions;
        this.bus = bus;
        this.storage = storage;
        this.seatsMax = seatsMax;
    }

    /// Whether the user's groups are in memory.
    public boolean isSeated(UserKey user) {
        Seats mine = seats.get(user);
        if (mine == null) {
            return false;
        }
        synchronized (mine) {
            return mine.filled;
        }
    }

    /// Reads the user's groups into memory, unless they are there. Blocks on the log.
    public void seat(UserKey user) {
        Seats mine = seats.computeIfAbsent(user, _ -> new Seats());
        while (true) {
            long before;
            synchronized (mine) {
                if (mine.filled) {
                    return;
                }
                before = mine.changes;
            }
            Map<ConversationId.Group, GroupMember> found = read(user);
            synchronized (mine) {
                if (mine.changes == before) {
                    found.forEach((group, member) -> sit(mine, user, group, member));
                    mine.filled = true;
                    return;
                }
            }
        }
    }

    private Map<ConversationId.Group, GroupMember> read(UserKey user) {
        Map<ConversationId.Group, GroupMember> found = new HashMap<>();
        for (MessageLog.Membership membership : log.memberships(user)) {
            if (membership.conversation() instanceof ConversationId.Group id) {
                GroupMember member = GroupMember.of(user.user(), log.fact(id, GroupMember.fact(user.user())));
                if (member != null) {
                    load(id);
                    found.put(id, member);
                }
            }
        }
        return found;
    }

    /// The group, read if it is not in memory; null if there is none. Blocks on the log.
    public @Nullable Group load(ConversationId.Group id) {
        Live live = lives.computeIfAbsent(id, _ -> new Live());
        Group group = live.group;
        if (group != null) {
            return group;
        }
        Group read = Group.of(id, log.fact(id, Group.FACT));
        if (read == null) {
            lives.remove(id, live);
            return null;
        }
        synchronized (live) {
            if (live.group == null) {
                live.group = read;
            }
            return live.group;
        }
    }

    private void sit(Seats mine, UserKey user, ConversationId.Group id, GroupMember member) {
        mine.groups.add(id);
        Live live = lives.computeIfAbsent(id, _ -> new Live());
        live.seated.put(user.user(), member);
        if (sessions.presenceOf(user) != PresenceState.OFFLINE) {
            live.connected.add(user);
        }
    }

    /// Somebody's presence changed. In order per user.
    public void presenceChanged(UserKey user, PresenceState before, PresenceState after) {
        boolean came = before == PresenceState.OFFLINE;
        boolean went = after == PresenceState.OFFLINE;
        if (!came && !went) {
            return;
        }
        Seats mine = seats.get(user);
        if (mine == null) {
            if (came) {
                seatLater(user);
            }
            return;
        }
        synchronized (mine) {
            boolean forget = went && seats.size() > seatsMax;
            for (ConversationId.Group id : mine.groups) {
                Live live = lives.get(id);
                if (live == null) {
                    continue;
                }
                if (came) {
                    live.connected.add(user);
                } else {
                    live.connected.remove(user);
                    if (forget) {
                        live.seated.remove(user.user());
                    }
                }
            }
            if (forget) {
                seats.remove(user, mine);
                mine.filled = false;
                mine.groups.clear();
                mine.changes++;
            }
        }
    }

    /// A session was taken up whose user had been forgotten: what its groups said meanwhile must be fetched.
    private void seatLater(UserKey user) {
        try {
            storage.execute(() -> {
                seat(user);
                bus.publish(user, new Signal.SyncNeeded(), null);
            });
        } catch (RejectedExecutionException full) {
            // Without its groups the session would wait in vain: it is told to come again.
            sessions.end(user, null, CloseCode.SLOW_CONSUMER);
        }
    }

    /// The group has changed. Writer's thread.
    void changed(Group group) {
        Live live = lives.get(group.id());
        if (live != null) {
            synchronized (live) {
                live.group = group;
            }
        }
    }

    /// The user has come in, or the member's row has changed. Writer's thread.
    void joined(UserKey user, ConversationId.Group id, GroupMember member) {
        Seats mine = seats.get(user);
        if (mine != null) {
            synchronized (mine) {
                mine.changes++;
                sit(mine, user, id, member);
            }
        }
    }

    /// The user is not in the group any more. Writer's thread.
    void left(UserKey user, ConversationId.Group id) {
        Seats mine = seats.get(user);
        if (mine != null) {
            synchronized (mine) {
                mine.changes++;
                mine.groups.remove(id);
                Live live = lives.get(id);
                if (live != null) {
                    live.seated.remove(user.user());
                    live.connected.remove(user);
                }
            }
        }
    }

    @Override
    public void connected(ConversationId.Group group, Consumer<UserKey> each) {
        Live live = lives.get(group);
        if (live != null) {
            live.connected.forEach(each);
        }
    }

    /// Why a seated user cannot speak in the group now, or null. Never blocks.
    public @Nullable Refusal checkSpeak(ConversationId.Group id, UserId user, long nowMs) {
        Live live = lives.get(id);
        Group group = live == null ? null : live.group;
        if (live == null || group == null) {
            return Refusal.of(ErrorCode.NOT_A_MEMBER);
        }
        if (group.dismissed()) {
            return Refusal.of(ErrorCode.GROUP_DISMISSED);
        }
        if (user.equals(UserId.SYSTEM)) {
            return null;
        }
        GroupMember member = live.seated.get(user);
        if (member == null) {
            return Refusal.of(ErrorCode.NOT_A_MEMBER);
        }
        return Authority.speak(group, member, nowMs);
    }
}

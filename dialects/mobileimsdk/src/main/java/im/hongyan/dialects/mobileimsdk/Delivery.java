package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.Core;
import im.hongyan.core.account.UserId;
import im.hongyan.core.delivery.Undelivered;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.session.Session;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialects.mobileimsdk.plugin.DataPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// What goes to one client: live messages as they are committed; and whenever that is not possible (at the login,
/// when the client has not acknowledged enough, when its connection does not keep up) the same from the log, oldest
/// first, until nothing is left there. So nothing waits in memory but what is on its way.
///
/// On the connection's thread, except the reading of the log.
final class Delivery {
    /// The log is read when this part of the window is free: fewer and larger reads.
    private static final int FREE_SHARE = 2;

    private final MobileImDialect dialect;
    private final Core core;
    private final MobileImSettings settings;
    private final Connection connection;
    private final Session session;
    private final MobileImTransport transport;
    private final Plugins.@Nullable Lane lane;

    /// Sent and not acknowledged, the oldest first.
    private final LinkedHashMap<String, Sent> onTheWay = new LinkedHashMap<>(0);
    private final Map<ConversationId, Track> tracks = new HashMap<>(0);
    private long bytesOnTheWay;
    /// Something in the log has not been looked at.
    private boolean behind = true;
    /// Something was committed that the open backlog may not know.
    private boolean newer = true;
    private boolean reading;
    private boolean started;
    private boolean over;
    /// The client has acknowledged something, so it is there and knows how.
    private boolean proven;
    /// How many were given up since they were last tried again.
    private int vain;
    /// There is a reason to try those again.
    private boolean retry;
    /// Those that are tried again now.
    private final ArrayDeque<Place> again = new ArrayDeque<>(0);
    private Undelivered.@Nullable Backlog backlog;

    /// One message on its way.
    private record Sent(
            Packet packet, OutFrame frame, ConversationId conversation, long number, long atMs, boolean twice) {
        Sent again(long nowMs) {
            return new Sent(packet, frame, conversation, number, nowMs, true);
        }
    }

    Delivery(
            MobileImDialect dialect,
            Connection connection,
            Session session,
            MobileImTransport transport,
            Plugins.@Nullable Lane lane) {
        this.dialect = dialect;
        this.core = dialect.core();
        this.settings = dialect.settings();
        this.connection = connection;
        this.session = session;
        this.transport = transport;
        this.lane = lane;
    }

    /// Begins, once the user's session before this one has left behind what it knows.
    void start() {
        started = true;
        tracks.putAll(dialect.held().take(session.user()));
        tracks.values().forEach(track -> vain += track.openCount());
        retry = vain > 0;
        pump();
    }

    // --- live

    void committed(Entry entry) {
        if (!isKnownHere(entry.conversation())) {
            return;
        }
        if (behind || reading) {
            newer = true;
            return;
        }
        Track track = tracks.get(entry.conversation());
        if (track != null && entry.number() <= track.handled()) {
            return; // the log was read before this was told
        }
        if (room() <= 0 || !offer(entry)) {
            // Everything before this entry was handled, and from here on the log is read.
            tracks.computeIfAbsent(entry.conversation(), _ -> new Track(entry.number() - 1));
            lookAgain();
        }
    }

    /// This protocol has no groups: what is said there has no receiver here.
    private static boolean isKnownHere(ConversationId conversation) {
        return conversation instanceof ConversationId.Single;
    }

    /// Something may have been missed.
    void lookAgain() {
        behind = true;
        newer = true;
        pump();
    }

    // --- from the log

    /// Reads on if there is something to read and room for it.
    void pump() {
        boolean enough = room() < Math.max(1, window() / FREE_SHARE) || vain + again.size() > settings.heldMax();
        if (!behind || reading || !started || over || enough || connection.clogged()) {
            return;
        }
        reading = true;
        behind = false;
        int count = room();
        List<Place> places = inVain(count);
        Undelivered.Backlog open = backlog;
        Map<ConversationId, Long> handled = Map.of();
        if (open == null) {
            newer = false; // a new backlog knows everything that was committed before this
            handled = handled();
        }
        Map<ConversationId, Long> own = handled;
        try {
            core.storage().execute(() -> {
                Read read = null;
                try {
                    read = read(places, open, own, count);
                } finally {
                    Read done = read;
                    connection.run(() -> arrived(done));
                }
            });
        } catch (RejectedExecutionException full) {
            reading = false;
            lookAgainLater(places);
        }
    }

    /// Nothing was read: the next tick tries again.
    private void lookAgainLater(List<Place> places) {
        behind = true;
        newer = true;
        backlog = null;
        again.addAll(places);
    }

    private record Place(ConversationId conversation, long number) {}

    private record Read(List<Entry> again, List<Entry> entries, Undelivered.Backlog backlog) {}

    /// What was sent in vain or could not be sent, if there is a reason to try again.
    private List<Place> inVain(int max) {
        if (again.isEmpty() && vain > 0 && retry) {
            vain = 0;
            retry = false;
            tracks.forEach((conversation, track) -> {
                for (long number : track.openNumbers()) {
                    again.add(new Place(conversation, number));
                }
            });
        }
        List<Place> places = new ArrayList<>();
        while (places.size() < max && !again.isEmpty()) {
            places.add(again.poll());
        }
        return places;
    }

    private Map<ConversationId, Long> handled() {
        Map<ConversationId, Long> handled = new HashMap<>();
        tracks.forEach((conversation, track) -> handled.put(conversation, track.handled()));
        return handled;
    }

    private Read read(
            List<Place> places, Undelivered.@Nullable Backlog open, Map<ConversationId, Long> handled, int count) {
        List<Entry> found = new ArrayList<>();
        for (Place place : places) {
            Entry entry = core.log().entry(place.conversation(), place.number());
            if (entry != null) {
                found.add(entry);
            }
        }
        Undelivered.Backlog from =
                open == null ? core.undelivered().of(session.user(), Delivery::isKnownHere, handled) : open;
        int rest = count - found.size();
        List<Entry> next = rest > 0 ? from.next(rest, settings.windowBytesMax()) : List.of();
        return new Read(core.shown().toAll(found), core.shown().toAll(next), from);
    }

    private void arrived(@Nullable Read read) {
        if (over) {
            return;
        }
        if (read == null) {
            reading = false;
            lookAgainLater(List.of());
            vain++;
            retry = true;
            return;
        }
        boolean all = offerAll(read.again(), true) && offerAll(read.entries(), false);
        reading = false;
        if (!all) {
            backlog = null; // begins anew behind what was handled
            vain += read.again().size();
            retry = true;
            behind = true;
        } else if (!read.entries().isEmpty() || !read.again().isEmpty()) {
            backlog = read.backlog();
            behind = true;
        } else {
            backlog = null;
            behind |= newer;
            if (!behind) {
                tracks.values().removeIf(Track::isDone);
            }
        }
        pump();
    }

    private boolean offerAll(List<Entry> entries, boolean again) {
        for (Entry entry : entries) {
            Track track = tracks.get(entry.conversation());
            boolean known = track != null && entry.number() <= track.handled();
            boolean wanted = again ? track != null && track.isOpen(entry.number()) : !known;
            if (wanted && !isOnTheWay(entry) && !offer(entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOnTheWay(Entry entry) {
        for (Sent sent : onTheWay.values()) {
            if (sent.number() == entry.number() && sent.conversation().equals(entry.conversation())) {
                return true;
            }
        }
        return false;
    }

    // --- sending

    private int window() {
        if (!transport.isDatagram()) {
            return settings.windowMax();
        }
        return proven ? settings.datagramWindowMax() : 1;
    }

    private int room() {
        return bytesOnTheWay >= settings.windowBytesMax() ? 0 : window() - onTheWay.size();
    }

    /// Handles one entry: sends it, or notes that it is not for this client.
    ///
    /// @return false if the connection took nothing
    private boolean offer(Entry entry) {
        ConversationId.Single conversation = (ConversationId.Single) entry.conversation();
        UserId sender = entry.payload() instanceof Fate.Edited edited
                ? edited.author()
                : entry.payload().sender();
        boolean mine = sender.equals(session.user().user());
        boolean notebook = conversation.a().equals(conversation.b());
        MobileImDialect.Scratch scratch = dialect.scratch();
        Packet packet = mine && !notebook ? null : scratch.stored().packet(entry, settings.serverTimestamp());
        if (packet == null) {
            Track track = tracks.get(conversation);
            if (track != null || reading || behind) {
                pass(conversation, entry.number());
            }
            return true;
        }
        String fp = packet.fp();
        if (fp == null || onTheWay.containsKey(fp)) {
            fp = Fingerprints.of(entry);
            packet = packet.withFp(fp);
        }
        OutFrame frame = scratch.writer().packet(packet);
        if (frame.length() > transport.bytesOutMax(settings)) {
            track(entry).open(entry.number(), held() < settings.heldMax() ? Integer.MAX_VALUE : 0);
            dialect.counters().tooLarge.increment();
            return true;
        }
        if (!connection.push(frame)) {
            return false;
        }
        track(entry).open(entry.number(), Integer.MAX_VALUE);
        onTheWay.put(
                fp,
                new Sent(
                        packet,
                        frame,
                        conversation,
                        entry.number(),
                        core.clock().millis(),
                        false));
        bytesOnTheWay += frame.length();
        return true;
    }

    private Track track(Entry entry) {
        return tracks.computeIfAbsent(entry.conversation(), _ -> new Track(entry.number() - 1));
    }

    private int held() {
        int held = 0;
        for (Track track : tracks.values()) {
            held += track.openCount();
        }
        return held;
    }

    private void pass(ConversationId conversation, long number) {
        Track track = tracks.computeIfAbsent(conversation, _ -> new Track(number - 1));
        track.pass(number);
        if (track.mark() == number) {
            core.deliveries().acked(session, conversation, number, core.clock().millis());
        }
    }

    // --- acknowledgement and time

    /// The client has received the message of this fingerprint.
    void received(String fp) {
        proven = true;
        Sent sent = onTheWay.remove(fp);
        if (sent != null) {
            connection.solicited();
            bytesOnTheWay -= sent.frame().length();
            Track track = tracks.get(sent.conversation());
            if (track != null) {
                long before = track.mark();
                track.delivered(sent.number());
                long mark = track.mark();
                if (mark > before) {
                    core.deliveries()
                            .acked(
                                    session,
                                    sent.conversation(),
                                    mark,
                                    core.clock().millis());
                }
                if (track.isDone() && !behind && !reading) {
                    tracks.remove(sent.conversation());
                }
            }
        }
        if (vain > 0) {
            behind = true;
            retry = true;
        }
        pump();
    }

    /// Sends once more what waits too long, and gives up for now what was sent twice.
    void tick(long nowMs) {
        List<DataPacket> lost = null;
        while (!onTheWay.isEmpty()) {
            Map.Entry<String, Sent> oldest = onTheWay.firstEntry();
            Sent sent = oldest.getValue();
            if (nowMs - sent.atMs() < settings.resendMs()) {
                break;
            }
            onTheWay.remove(oldest.getKey());
            if (!sent.twice() && connection.push(sent.frame())) {
                onTheWay.put(oldest.getKey(), sent.again(nowMs));
                dialect.counters().resent.increment();
                continue;
            }
            bytesOnTheWay -= sent.frame().length();
            vain++;
            dialect.counters().unacknowledged.increment();
            if (lane != null) {
                lost = lost == null ? new ArrayList<>() : lost;
                lost.add(MobileImRequests.dataPacket(sent.packet()));
            }
        }
        Plugins.Lane calls = lane;
        if (lost != null && calls != null) {
            List<DataPacket> told = lost;
            calls.run(() -> dialect.plugins().each(plugin -> plugin.messagesLost(told)));
        }
        // Room that came by giving up is not used for more of the same: only an acknowledgement shows a client.
        if (onTheWay.isEmpty() || proven) {
            pump();
        }
    }

    /// The session is over: what has not arrived is the next one's.
    void end() {
        over = true;
        backlog = null;
        onTheWay.clear();
        if (started) {
            dialect.held().keep(session.user(), tracks);
        }
    }
}

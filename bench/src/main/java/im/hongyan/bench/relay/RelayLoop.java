package im.hongyan.bench.relay;

import im.hongyan.bench.wire.Scratch;
import im.hongyan.bench.wire.Turn;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the connections of one event loop share, and the frames that other loops have left for them.
final class RelayLoop {
    final EventLoop eventLoop;
    final Scratch scratch = new Scratch();
    final Turn turn;
    private final ConcurrentLinkedQueue<Parcel> parcels = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable unpack = this::unpack;

    RelayLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
        this.turn = new Turn(eventLoop);
    }

    /// Bytes of a payload for connections of this loop.
    record Parcel(List<RelayConnection> to, byte[] payload) {}

    /// From any other loop: one wake-up brings all that is left until it is seen.
    void leave(Parcel parcel) {
        parcels.add(parcel);
        if (!woken.get() && woken.compareAndSet(false, true)) {
            eventLoop.execute(unpack);
        }
    }

    private void unpack() {
        woken.set(false);
        Parcel parcel;
        while ((parcel = parcels.poll()) != null) {
            RelayConnection.pushAll(parcel.to(), parcel.payload(), parcel.payload().length);
        }
    }
}

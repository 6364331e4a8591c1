package im.hongyan.gateway;

import im.hongyan.core.session.Crew;
import im.hongyan.core.session.Signal;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the connections of one event loop share: the outbox through which other threads reach them, the end of the
/// turn at which each written-to socket is flushed once, the sweep that lets them notice time, and scratch space.
///
/// A turn is one round of the event loop: Netty handles all sockets that are ready, then runs tasks; our one task
/// carries out what other threads handed over and flushes. However many frames a round produced for a connection,
/// they leave in one write.
final class Loop implements Crew {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final int OUTBOX_CHUNK = 1024;
    private static final int HANDOVERS_PER_TURN = 8192;
    private static final int SWEEP_SLICES = 10;
    private static final int SWEEP_EVERY_MS = 1000;
    private static final int SCRATCH_BYTES = 8192;

    final GatewaySettings settings;
    final GatewayMetrics metrics;
    final Admission admission;
    /// Shared by all channels: unwritable above the mark, writable again below half of it.
    final WriteBufferWaterMark waterMark;

    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final EventLoop eventLoop;

    private final MpscUnboundedArrayQueue<Handover> outbox = new MpscUnboundedArrayQueue<>(OUTBOX_CHUNK);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable turn = this::turn;

    // All below: on the event loop only.
    private final List<LoopMember> connections = new ArrayList<>();
    private final List<LoopMember> touched = new ArrayList<>();
    private byte[] scratch = new byte[SCRATCH_BYTES];
    private int slice;
    private long nowNanos;
    private long framesIn;
    private long bytesIn;
    private long framesOut;
    private long bytesOut;

    Loop(
            EventLoop eventLoop,
            GatewaySettings settings,
            GatewayMetrics metrics,
            Admission admission,
            LongSupplier nanoTime,
            InstantSource clock) {
        this.eventLoop = eventLoop;
        this.settings = settings;
        int high = settings.limits().outboundHighBytes();
        this.waterMark = new WriteBufferWaterMark(high / 2, high);
        this.metrics = metrics;
        this.admission = admission;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.nowNanos = nanoTime.getAsLong();
        long everyMs = SWEEP_EVERY_MS / SWEEP_SLICES;
        eventLoop.scheduleWithFixedDelay(this::sweep, everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    // --- from any thread

    /// @return false if it was dropped because this loop is too far behind
    boolean hint(LoopMember to, Signal signal) {
        if (signal instanceof Signal.Committed && outbox.size() >= settings.handoversMax()) {
            metrics.pushesDropped.increment();
            return false;
        }
        outbox.offer(new Handover.Hint(to, signal));
        wake();
        return true;
    }

    void task(LoopMember of, Runnable task) {
        outbox.offer(new Handover.Task(of, task));
        wake();
    }

    @Override
    public void run(Runnable task) {
        outbox.offer(new Handover.Work(task));
        wake();
    }

    /// Schedules the end of the turn, once per turn: from this loop's own thread it costs no wake-up, and from
    /// others only when the loop is asleep.
    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            try {
                eventLoop.execute(turn);
            } catch (RejectedExecutionException e) {
                log.debug("The event loop has ended; what was handed to it is void", e);
            }
        }
    }

    void execute(Runnable task) {
        eventLoop.execute(task);
    }

    // --- on the event loop

    /// Asks for [LoopMember#settle] at the end of this turn.
    void touch(LoopMember connection) {
        touched.add(connection);
        wake();
    }

    private void turn() {
        woken.set(false); // before looking: whoever adds something from here on schedules the next turn
        readClock();
        for (int i = 0; i < HANDOVERS_PER_TURN; i++) {
            Handover next = outbox.relaxedPoll();
            if (next == null) {
                break;
            }
            switch (next) {
                case Handover.Hint(LoopMember to, Signal signal) -> to.signal(signal);
                case Handover.Task(LoopMember of, Runnable task) -> of.carryOut(task);
                case Handover.Work(Runnable task) -> work(task);
            }
        }
        // Settling may touch again, this connection or another: those are appended.
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).settle();
        }
        touched.clear();
        publishCounts();
        if (!outbox.isEmpty()) {
            wake();
        }
    }

    private void work(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException broken) {
            metrics.sessionFailures.increment();
            log.error("What many connections were to hear could not be told", broken);
        }
    }

    private void sweep() {
        readClock();
        long nowMs = clock.millis();
        int count = connections.size();
        int from = (int) ((long) count * slice / SWEEP_SLICES);
        int to = (int) ((long) count * (slice + 1) / SWEEP_SLICES);
        slice = (slice + 1) % SWEEP_SLICES;
        for (int i = from; i < to; i++) {
            connections.get(i).tick(nowMs);
        }
        publishCounts();
    }

    void add(LoopMember connection) {
        connection.index(connections.size());
        connections.add(connection);
    }

    /// The last takes the place of the one that leaves; it may miss a tick by that, or have one twice.
    void remove(LoopMember connection) {
        LoopMember last = connections.removeLast();
        if (last != connection) {
            last.index(connection.index());
            connections.set(last.index(), last);
        }
    }

    List<LoopMember> connections() {
        return connections;
    }

    boolean outboxEmpty() {
        return outbox.isEmpty();
    }

    byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, scratch.length * 2)];
        }
        return scratch;
    }

    void readClock() {
        nowNanos = nanoTime.getAsLong();
    }

    /// The time at which this batch of work began; enough for rates and timeouts.
    long nowNanos() {
        return nowNanos;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    void countIn(int bytes) {
        bytesIn += bytes;
    }

    void countFrameIn() {
        framesIn++;
    }

    void countFrameOut(int bytes) {
        framesOut++;
        bytesOut += bytes;
    }

    private void publishCounts() {
        metrics.framesIn.add(framesIn);
        metrics.bytesIn.add(bytesIn);
        metrics.framesOut.add(framesOut);
        metrics.bytesOut.add(bytesOut);
        framesIn = 0;
        bytesIn = 0;
        framesOut = 0;
        bytesOut = 0;
    }
}

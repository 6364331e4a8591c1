package im.hongyan.bench.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/// Gathers what the connections of one event loop write during one turn of it, so that many frames for one
/// connection leave in one packet. Used on that event loop only.
public final class Turn {
    /// Written at the latest when so many connections wait, so that the other side has something to do meanwhile.
    private static final int WAITING_MAX = 64;

    private final EventLoop loop;
    private final List<Outlet> waiting = new ArrayList<>(WAITING_MAX);
    private final Runnable end = this::end;
    private boolean scheduled;

    public Turn(EventLoop loop) {
        this.loop = loop;
    }

    void add(Outlet outlet) {
        if (waiting.size() >= WAITING_MAX) {
            flush();
        }
        waiting.add(outlet);
        if (!scheduled) {
            scheduled = true;
            loop.execute(end);
        }
    }

    private void end() {
        scheduled = false;
        flush();
    }

    private void flush() {
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).flush();
        }
        waiting.clear();
    }
}

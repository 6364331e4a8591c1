package im.hongyan.testkit.core;

import im.hongyan.core.log.Entry;
import im.hongyan.core.session.SessionLink;
import im.hongyan.core.session.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A connection with a thread of its own that remembers every signal.
public final class RecordingLink implements SessionLink, AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("link").factory());
    private final List<Signal> signals = new ArrayList<>();

    @Override
    public void push(Signal signal) {
        thread.execute(() -> {
            synchronized (signals) {
                signals.add(signal);
            }
        });
    }

    @Override
    public void run(Runnable task) {
        thread.execute(task);
    }

    /// Everything so far, after all that was handed over before this call has arrived.
    public List<Signal> signals() {
        settle();
        synchronized (signals) {
            return List.copyOf(signals);
        }
    }

    /// The entries among [#signals].
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Signal signal : signals()) {
            if (signal instanceof Signal.Committed committed) {
                entries.add(committed.entry());
            }
        }
        return entries;
    }

    /// Returns when everything handed over before this call has been run.
    public void settle() {
        try {
            thread.submit(() -> {}).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the link's thread is stuck", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}

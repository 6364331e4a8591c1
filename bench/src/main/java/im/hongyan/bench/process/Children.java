package im.hongyan.bench.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The processes that a measurement has started. However it ends, they end too.
public final class Children implements AutoCloseable {
    private static final long POLITE_SECONDS = 15;

    private final Set<Process> alive = ConcurrentHashMap.newKeySet();

    public Children() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> alive.forEach(Process::destroyForcibly), "end-children"));
    }

    Process adopt(Process process) {
        alive.add(process);
        return process;
    }

    /// Asks a process to stop; kills it when it does not.
    ///
    /// @return whether it stopped by itself
    public boolean stop(Process process) {
        process.destroy();
        boolean stopped = ended(process);
        if (!stopped) {
            process.destroyForcibly();
        }
        alive.remove(process);
        return stopped;
    }

    /// Ends a process as a power cut would.
    public void kill(Process process) {
        process.destroyForcibly();
        ended(process);
        alive.remove(process);
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        alive.forEach(this::stop);
    }
}

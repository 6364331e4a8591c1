package im.hongyan.dialects.mobileimsdk;

import im.hongyan.dialects.mobileimsdk.plugin.DataPacket;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImPlugin;
import im.hongyan.dialects.mobileimsdk.plugin.MobileImServer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The plug-ins, asked in turn, away from the event loops; what they throw goes no further. Costs nothing where
/// there are none.
final class Plugins {
    /// What a plug-in that threw at a login is taken to have said.
    private static final int BROKEN = 2;

    private final List<MobileImPlugin> plugins;
    private final Executor threads;
    private final Consumer<Throwable> faults;

    /// @param threads runs calls that may block
    /// @param faults told of what plug-ins throw
    Plugins(List<MobileImPlugin> plugins, Executor threads, Consumer<Throwable> faults) {
        this.plugins = List.copyOf(plugins);
        this.threads = threads;
        this.faults = faults;
    }

    boolean isEmpty() {
        return plugins.isEmpty();
    }

    void start(MobileImServer server) {
        each(plugin -> plugin.onStart(server));
    }

    /// A call for each plug-in whose answer does not matter.
    void each(Consumer<MobileImPlugin> call) {
        for (MobileImPlugin plugin : plugins) {
            try {
                call.accept(plugin);
            } catch (RuntimeException | LinkageError broken) {
                faults.accept(broken);
            }
        }
    }

    /// What the plug-ins say of a login.
    int verify(MobileImCodec.LoginInfo login) {
        for (MobileImPlugin plugin : plugins) {
            int answer = verify(plugin, login);
            if (answer != MobileImPlugin.NOT_MINE) {
                return answer;
            }
        }
        return MobileImPlugin.NOT_MINE;
    }

    private int verify(MobileImPlugin plugin, MobileImCodec.LoginInfo login) {
        try {
            return plugin.onUserLoginVerify(login.userId(), login.token(), login.extra());
        } catch (RuntimeException | LinkageError broken) {
            faults.accept(broken);
            return BROKEN;
        }
    }

    /// What is left of a message when all have looked at it; null = nothing.
    @Nullable
    DataPacket before(DataPacket packet) {
        DataPacket now = packet;
        for (MobileImPlugin plugin : plugins) {
            try {
                now = packet.to().equals(Packet.SERVER)
                        ? plugin.onTransferMessage4C2SBefore(now)
                        : plugin.onTransferMessage4C2CBefore(now);
            } catch (RuntimeException | LinkageError broken) {
                faults.accept(broken);
                return null;
            }
            if (now == null) {
                return null;
            }
        }
        return now;
    }

    Lane lane(int waitingMax) {
        return new Lane(waitingMax);
    }

    /// The calls of one session, one after another.
    final class Lane {
        private final int waitingMax;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
        private boolean busy;

        private Lane(int waitingMax) {
            this.waitingMax = waitingMax;
        }

        /// Runs the call behind those before it.
        ///
        /// @return false if too many wait: it will not be run
        boolean run(Runnable call) {
            synchronized (waiting) {
                if (waiting.size() >= waitingMax) {
                    return false;
                }
                waiting.add(call);
            }
            wake();
            return true;
        }

        /// Runs the call behind those before it, however many they are: for what happens once in a session.
        void always(Runnable call) {
            synchronized (waiting) {
                waiting.add(call);
            }
            wake();
        }

        private void wake() {
            synchronized (waiting) {
                if (busy) {
                    return;
                }
                busy = true;
            }
            threads.execute(this::drain);
        }

        private void drain() {
            while (true) {
                Runnable call;
                synchronized (waiting) {
                    call = waiting.poll();
                    if (call == null) {
                        busy = false;
                        return;
                    }
                }
                try {
                    call.run();
                } catch (RuntimeException | LinkageError broken) {
                    faults.accept(broken);
                }
            }
        }
    }
}

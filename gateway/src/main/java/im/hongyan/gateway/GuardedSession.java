package im.hongyan.gateway;

import im.hongyan.core.error.CloseCode;
import im.hongyan.core.session.Signal;
import im.hongyan.dialect.DialectSession;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A dialect session whose exceptions end its own connection and nothing else, and which hears that it is gone
/// exactly once and nothing after that.
final class GuardedSession {
    private final Consumer<Throwable> broke;
    private @Nullable DialectSession session;

    /// @param broke ends the connection
    GuardedSession(Consumer<Throwable> broke) {
        this.broke = broke;
    }

    void begin(DialectSession begun) {
        session = begun;
    }

    void frame(byte[] bytes, int length, boolean text) {
        DialectSession to = session;
        if (to == null) {
            return;
        }
        try {
            to.onFrame(bytes, 0, length, text);
        } catch (Throwable e) {
            broke.accept(e);
        }
    }

    void signal(Signal signal) {
        call(to -> to.onSignal(signal));
    }

    void tick(long nowMs) {
        call(to -> to.onTick(nowMs));
    }

    void closing(CloseCode code) {
        call(to -> to.onClosing(code));
    }

    void gone() {
        DialectSession to = session;
        session = null;
        if (to == null) {
            return;
        }
        try {
            to.onGone();
        } catch (Throwable e) {
            broke.accept(e);
        }
    }

    private void call(Consumer<DialectSession> what) {
        DialectSession to = session;
        if (to == null) {
            return;
        }
        try {
            what.accept(to);
        } catch (Throwable e) {
            broke.accept(e);
        }
    }
}

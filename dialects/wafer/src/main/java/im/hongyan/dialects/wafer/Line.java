package im.hongyan.dialects.wafer;

import im.hongyan.core.error.CloseCode;
import im.hongyan.dialect.Connection;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialects.wafer.business.Tunnel;
import org.jspecify.annotations.Nullable;

/// One tunnel: asked for, then open, then gone.
final class Line {
    private final Tunnel tunnel;
    private final Business business;
    /// Whoever may push to it; empty for business code in this process.
    private final String owner;
    private final WaferSessions.@Nullable Bearer bearer;
    private final long askedAtMs;
    private final Lane lane;
    private volatile @Nullable Connection connection;
    /// Whether the business has heard of it. Only the lane's calls look.
    private boolean told;

    Line(
            Tunnel tunnel,
            Business business,
            String owner,
            WaferSessions.@Nullable Bearer bearer,
            long askedAtMs,
            Lane lane) {
        this.tunnel = tunnel;
        this.business = business;
        this.owner = owner;
        this.bearer = bearer;
        this.askedAtMs = askedAtMs;
        this.lane = lane;
    }

    String id() {
        return tunnel.id();
    }

    String owner() {
        return owner;
    }

    WaferSessions.@Nullable Bearer bearer() {
        return bearer;
    }

    long askedAtMs() {
        return askedAtMs;
    }

    // --- from the client

    void opened(Connection by) {
        connection = by;
        lane.always(() -> {
            told = business.connected(tunnel);
            if (!told) {
                cut();
            }
        });
    }

    /// @return false if too many messages wait for the business
    boolean message(String raw) {
        return lane.offer(
                () -> {
                    if (told) {
                        business.message(tunnel, raw);
                    }
                },
                raw.length() * 2);
    }

    void gone() {
        connection = null;
        lane.always(() -> {
            if (told) {
                told = false;
                business.closed(tunnel);
            }
        });
    }

    // --- from the business

    /// @return whether the tunnel is open
    boolean send(OutFrame frame) {
        Connection to = connection;
        if (to == null) {
            return false;
        }
        to.run(() -> to.send(frame));
        return true;
    }

    /// Ends it for good: a client that is told so does not come back.
    ///
    /// @return whether it was open
    boolean close() {
        Connection to = connection;
        if (to == null) {
            return false;
        }
        connection = null;
        to.run(() -> {
            to.send(WaferCodec.CLOSE);
            to.closeNormally();
        });
        return true;
    }

    /// Ends the connection without a word: the client comes back with a new tunnel.
    void cut() {
        Connection to = connection;
        if (to != null) {
            connection = null;
            to.run(() -> to.close(CloseCode.OVERLOADED));
        }
    }
}

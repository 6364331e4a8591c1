package im.hongyan.dialects.wafer.business;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A handle on one tunnel: nothing is looked up until it is used.
///
/// @param user whose it is; null for a guest, and where it is not known
public record Tunnel(
        String id, TunnelService service, @Nullable UserInfo user) {
    /// A handle on a tunnel of which only the id is known.
    public static Tunnel byId(String id, TunnelService service) {
        return new Tunnel(id, service, null);
    }

    /// Sends a message without content.
    ///
    /// @return whether the tunnel is open
    public boolean emit(String type) {
        return emit(type, null);
    }

    /// Sends a message.
    ///
    /// @param content JSON text
    /// @return whether the tunnel is open
    public boolean emit(String type, @Nullable String content) {
        return service.emit(List.of(id), type, content).isEmpty();
    }

    /// Ends the tunnel for good: its client does not reconnect.
    public void close() {
        service.close(List.of(id));
    }
}

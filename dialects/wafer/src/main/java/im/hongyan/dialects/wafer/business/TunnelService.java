package im.hongyan.dialects.wafer.business;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends to tunnels. Thread-safe. Inside the server nothing blocks; over HTTP every call is a request.
public interface TunnelService {
    /// Sends a message to each of the tunnels; it is encoded once.
    ///
    /// @param type what the client listens for
    /// @param content JSON text; null = a message without content
    /// @return the ids at which there is no open tunnel
    /// @throws java.io.UncheckedIOException if a tunnel server elsewhere does not take it
    List<String> emit(Collection<String> tunnelIds, String type, @Nullable String content);

    /// Ends the tunnels for good: their clients do not reconnect.
    ///
    /// @return the ids at which there was no open tunnel
    /// @throws java.io.UncheckedIOException if a tunnel server elsewhere does not take it
    List<String> close(Collection<String> tunnelIds);
}

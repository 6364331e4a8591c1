package im.hongyan.dialects.wafer.business;

import java.io.IOException;

/// Posts JSON to another server. Which HTTP client does it is not this package's matter; with the JDK's it is five
/// lines (see the module's README).
@FunctionalInterface
public interface Poster {
    /// What the other server said.
    ///
    /// @param status of HTTP
    record Answer(int status, byte[] body) {}

    /// Posts and waits for the answer.
    ///
    /// @param timeoutMs after how long it gives up, milliseconds
    /// @throws IOException if there was no answer
    Answer post(String url, byte[] body, long timeoutMs) throws IOException;
}

package im.hongyan.core.port;

import im.hongyan.core.account.AppId;
import java.util.concurrent.CompletionStage;

/// Writes down what a voice message says. Found by [java.util.ServiceLoader]; called from many threads, it must not
/// block.
public interface VoiceToText {
    /// @param url where the recording is, as the message has it
    /// @param language spoken in it, as the client wrote it; empty = to be found out
    /// @return the text; what it ends with instead is written to the server's log and told as a failure
    CompletionStage<String> write(AppId app, String url, String language);
}

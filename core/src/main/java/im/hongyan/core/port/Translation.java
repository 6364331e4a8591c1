package im.hongyan.core.port;

import im.hongyan.core.account.AppId;
import java.util.concurrent.CompletionStage;

/// Puts texts into another language. Found by [java.util.ServiceLoader]; called from many threads, it must not
/// block.
public interface Translation {
    /// @param from the text's language, as the client wrote it; empty = to be found out
    /// @param to the language that is wanted, such as `en` or `zh-CN`
    /// @return the text in that language; what it ends with instead is written to the server's log and told as a
    ///     failure
    CompletionStage<String> translate(AppId app, String text, String from, String to);
}

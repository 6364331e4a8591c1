package im.hongyan.dialects.wafer;

import im.hongyan.dialects.wafer.business.Signature;
import java.util.Set;

/// A business server that has its tunnels here.
///
/// @param name what the operator calls it
/// @param tcId how it names itself
/// @param key the secret that it shares with us
/// @param receiveUrls where it may want callbacks: nothing else is ever called
/// @param textData whether `data` of the answer to a push is a string, as C# wants it, or an object
public record BackEnd(String name, String tcId, String key, Set<String> receiveUrls, boolean textData) {
    public BackEnd {
        receiveUrls = Set.copyOf(receiveUrls);
    }

    /// One that names itself as the vendors' server SDKs do.
    ///
    /// @param serverHost as it is configured there
    public static BackEnd of(String name, String serverHost, String key, Set<String> receiveUrls, boolean textData) {
        return new BackEnd(name, Signature.tcId(serverHost), key, receiveUrls, textData);
    }

    @Override
    public String toString() {
        return "BackEnd[" + name + "]"; // not the key
    }
}

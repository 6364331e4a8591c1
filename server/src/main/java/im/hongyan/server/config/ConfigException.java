package im.hongyan.server.config;

/// A configuration that cannot be used: the key and the reason.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param key the key as it is written in the file
    /// @param reason one sentence
    public ConfigException(String key, String reason) {
        super(key + ": " + reason);
    }
}

package im.hongyan.core.session;

/// Tells the live sessions of one server process apart.
public record SessionId(long value) {}

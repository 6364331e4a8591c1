package im.hongyan.core.account;

/// A tenant, isolated from every other.
///
/// @param createdAtMs epoch milliseconds
public record App(AppId id, String name, boolean enabled, AppSettings settings, long createdAtMs) {}

package im.hongyan.dialect.web;

/// An HTTP path of a dialect's: exactly this path, any method and query.
public record WebRoute(String path, WebHandler handler) {}

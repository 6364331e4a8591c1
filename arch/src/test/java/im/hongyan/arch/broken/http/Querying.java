package im.hongyan.arch.broken.http;

import java.sql.Connection;

/// SQL in the HTTP layer.
public record Querying(Connection forbidden) {}

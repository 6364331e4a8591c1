package im.hongyan.arch.broken.core.one;

import im.hongyan.arch.broken.core.two.TimClient;
import java.sql.Connection;

/// SQL in the core, and half of a cycle.
public record Sql(Connection connection, TimClient client) {}

package im.hongyan.arch.broken.dialects.right;

import java.sql.Connection;

/// A dialect with a database.
public record Private(Connection forbidden) {}

package im.hongyan.arch.broken.media;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/// Breaks its layer: files lie in a folder, and rows are the directory's.
record Queried(@Nullable Connection database) {}

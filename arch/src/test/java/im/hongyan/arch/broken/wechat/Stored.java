package im.hongyan.arch.broken.wechat;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/// Breaks its layer: what WeChat says is kept by the directory.
record Stored(@Nullable Connection database) {}

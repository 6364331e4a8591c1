package im.hongyan.arch.broken.bench;

import im.hongyan.arch.broken.server.one.Tested;

/// A load generator that looks inside the process.
public record Shortcut(Tested forbidden) {}

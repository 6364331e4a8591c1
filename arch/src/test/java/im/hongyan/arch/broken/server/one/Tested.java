package im.hongyan.arch.broken.server.one;

import im.hongyan.arch.broken.testkit.Wired;

/// The server depends on a test kit.
public record Tested(Wired forbidden) {}

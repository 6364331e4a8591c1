package im.hongyan.arch.broken.server.one;

import im.hongyan.arch.broken.server.two.Back;

/// Half of a cycle.
public record Loop(Back back) {}

package im.hongyan.arch.broken.dialects.left;

import im.hongyan.arch.broken.dialects.right.Private;

/// One dialect sees another.
public record Neighbour(Private forbidden) {}

package im.hongyan.arch.broken.conformance;

import im.hongyan.arch.broken.server.one.Tested;

/// A proof that looks inside the process.
public record Inside(Tested forbidden) {}

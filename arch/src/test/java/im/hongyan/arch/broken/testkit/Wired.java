package im.hongyan.arch.broken.testkit;

import im.hongyan.arch.broken.gateway.Restful;

/// The test kit knows an adapter.
public record Wired(Restful forbidden) {}

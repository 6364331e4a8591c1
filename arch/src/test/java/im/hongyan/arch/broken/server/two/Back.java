package im.hongyan.arch.broken.server.two;

import im.hongyan.arch.broken.server.one.Loop;
import java.util.List;

/// The other half of a cycle.
public record Back(List<Loop> loops) {}

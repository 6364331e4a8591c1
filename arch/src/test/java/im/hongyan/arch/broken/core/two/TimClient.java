package im.hongyan.arch.broken.core.two;

import im.hongyan.arch.broken.core.one.Sql;
import java.util.List;

/// A vendor's name in the core, and the other half of the cycle.
public record TimClient(List<Sql> tables) {}

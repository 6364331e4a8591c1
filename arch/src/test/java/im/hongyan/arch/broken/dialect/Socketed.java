package im.hongyan.arch.broken.dialect;

import io.netty.channel.Channel;

/// A socket in the dialect contract.
public record Socketed(Channel forbidden) {}

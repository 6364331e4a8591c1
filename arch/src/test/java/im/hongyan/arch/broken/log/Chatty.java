package im.hongyan.arch.broken.log;

import io.netty.channel.Channel;

/// A socket in the message log.
public record Chatty(Channel forbidden) {}

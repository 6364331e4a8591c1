package im.hongyan.arch.broken.gateway;

import io.vertx.core.Vertx;

/// The HTTP framework in the socket layer.
public record Restful(Vertx forbidden) {}

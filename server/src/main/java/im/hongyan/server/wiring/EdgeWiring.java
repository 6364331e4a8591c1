package im.hongyan.server.wiring;

import im.hongyan.http.HttpSettings;
import im.hongyan.server.config.ServerConfig;

/// The highest floor: what the HTTP port is told.
final class EdgeWiring {
    private EdgeWiring() {}

    static HttpSettings settings(ServerConfig config) {
        HttpSettings defaults = HttpSettings.of(config.host(), config.port(), config.limits());
        int loops = config.eventLoops() == 0 ? defaults.eventLoops() : config.eventLoops();
        return new HttpSettings(
                config.host(),
                config.port(),
                config.limits(),
                loops,
                defaults.headTimeoutMs(),
                defaults.bodyTimeoutMs(),
                defaults.idleTimeoutMs(),
                defaults.stallTimeoutMs(),
                config.behindProxy());
    }
}

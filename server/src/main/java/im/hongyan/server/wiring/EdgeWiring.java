package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.http.HttpSettings;
import im.hongyan.server.config.ServerConfig;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;

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

    static Consumer<Router> routes(Core core, Stores stores) {
        return router -> {};
    }
}

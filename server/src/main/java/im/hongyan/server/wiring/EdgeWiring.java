package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.http.DialectRoutes;
import im.hongyan.http.HttpSettings;
import im.hongyan.http.rest.Description;
import im.hongyan.http.rest.FileRoutes;
import im.hongyan.http.rest.Rest;
import im.hongyan.http.site.DevelopmentCredentials;
import im.hongyan.http.site.Site;
import im.hongyan.http.site.SiteSource;
import im.hongyan.server.config.ServerConfig;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The highest floor: what the HTTP port is told, and the routes that hang on it.
final class EdgeWiring {
    /// Set by the launcher: the checkout, whose files are then served as they lie there.
    private static final String HOME = "hongyan.home";

    private EdgeWiring() {}

    static Consumer<Router> routes(ServerConfig config, Rest rest, FileRoutes files, DialectRoutes dialects, Core core)
            throws IOException {
        List<Consumer<Router>> all = new ArrayList<>();
        all.add(rest::mount);
        all.add(files::mount);
        all.add(dialects::mount);
        if (config.showsSite()) {
            all.add(new Site(siteSource(), Description.json())::mount);
        }
        if (config.mode() == ServerConfig.Mode.DEVELOPMENT) {
            all.add(new DevelopmentCredentials(core.tokens())::mount);
        }
        return router -> all.forEach(each -> each.accept(router));
    }

    private static SiteSource siteSource() throws IOException {
        String home = System.getProperty(HOME);
        return home == null
                ? SiteSource.resources(EdgeWiring.class.getClassLoader(), "site/")
                : SiteSource.checkout(Path.of(home));
    }

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

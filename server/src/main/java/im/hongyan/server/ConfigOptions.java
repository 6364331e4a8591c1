package im.hongyan.server;

import im.hongyan.server.config.ConfigException;
import im.hongyan.server.config.ConfigFile;
import im.hongyan.server.config.ConfigTree;
import im.hongyan.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which every command learns the configuration: a file, and the few keys that have options of their
/// own, which win.
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "configuration file: lines of `key = value`")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "folder that holds everything (default: ./data)")
    private @Nullable String data;

    @Option(names = "--port", paramLabel = "PORT", description = "port of HTTP and WebSocket (default: 8080)")
    private @Nullable String port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on (default: 127.0.0.1)")
    private @Nullable String host;

    ServerConfig read() throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        if (file != null) {
            values.putAll(ConfigFile.read(file));
        }
        put(values, "data", data);
        put(values, "port", port);
        put(values, "host", host);
        return ConfigTree.apply(ServerConfig.DEFAULT, values);
    }

    private static void put(Map<String, String> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value);
        }
    }
}

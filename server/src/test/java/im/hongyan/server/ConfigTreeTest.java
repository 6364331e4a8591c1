package im.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.server.config.ConfigException;
import im.hongyan.server.config.ConfigFile;
import im.hongyan.server.config.ConfigTree;
import im.hongyan.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTreeTest {
    @Test
    void everyKeyCanBeReadBack() throws ConfigException {
        Map<String, String> all = ConfigTree.flatten(ServerConfig.DEFAULT);
        assertThat(all).containsEntry("port", "8080").containsEntry("limits.frame-bytes-max", "65536");
        assertThat(ConfigTree.apply(ServerConfig.DEFAULT, all)).isEqualTo(ServerConfig.DEFAULT);
    }

    @Test
    void aKeyIsChanged() throws ConfigException {
        ServerConfig config =
                ConfigTree.apply(ServerConfig.DEFAULT, Map.of("limits.frame-bytes-max", "1000", "mode", "production"));
        assertThat(config.limits().frameBytesMax()).isEqualTo(1000);
        assertThat(config.mode()).isEqualTo(ServerConfig.Mode.PRODUCTION);
    }

    @Test
    void anUnknownKeyIsRefusedWithASuggestion() {
        assertThatThrownBy(() -> ConfigTree.apply(ServerConfig.DEFAULT, Map.of("limits.frame-byte-max", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("limits.frame-byte-max: there is no such key; did you mean limits.frame-bytes-max?");
    }

    @Test
    void valuesThatDoNotFitAreRefusedByKey() {
        refused("port", "eighty", "port: \"eighty\" is not a whole number");
        refused("port", "70000", "port: must be 0 to 65535, not 70000");
        refused("behind-proxy", "yes", "behind-proxy: must be true or false, not \"yes\"");
        refused("mode", "test", "mode: must be one of [development, production], not \"test\"");
        refused("limits.idle-timeout-ms", "0", "limits.idle-timeout-ms: a limit must be at least 1");
        refused("limits.idle-timeout-ms", "-5", "limits.idle-timeout-ms: must not be negative");
    }

    private static void refused(String key, String value, String message) {
        assertThatThrownBy(() -> ConfigTree.apply(ServerConfig.DEFAULT, Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void developmentModeStaysOnLoopback() {
        assertThatThrownBy(() -> ConfigTree.apply(ServerConfig.DEFAULT, Map.of("host", "0.0.0.0")))
                .hasMessageStartingWith("host: development mode listens on loopback only");
        assertThatThrownBy(
                        () -> ConfigTree.apply(ServerConfig.DEFAULT, Map.of("host", "0.0.0.0", "mode", "production")))
                .hasMessageStartingWith("behind-proxy: ");
    }

    @Test
    void aFileSaysWhichLineIsWrong(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hongyan.conf");
        Files.writeString(file, "# a comment\n\nport = 9000\nhost\n");
        assertThatThrownBy(() -> ConfigFile.read(file)).hasMessageContaining("line 4");
        Files.writeString(file, "port = 9000\nport = 1\n");
        assertThatThrownBy(() -> ConfigFile.read(file)).hasMessageContaining("stands twice");
        Files.writeString(file, "port = 9000\n");
        assertThat(ConfigFile.read(file)).containsExactly(Map.entry("port", "9000"));
    }
}

package im.hongyan.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a configuration file: lines of `key = value`; `#` begins a comment line; every key at most once.
public final class ConfigFile {
    private ConfigFile() {}

    /// The keys and values of the file.
    ///
    /// @throws ConfigException naming the line that is wrong
    public static Map<String, String> read(Path file) throws ConfigException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + e.getMessage());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new ConfigException(file + " line " + (i + 1), "is not of the form key = value");
            }
            String key = line.substring(0, equals).strip();
            if (values.put(key, line.substring(equals + 1).strip()) != null) {
                throw new ConfigException(key, "stands twice in " + file);
            }
        }
        return values;
    }
}

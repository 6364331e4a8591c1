package im.hongyan.server.config;

import im.hongyan.dialects.wafer.BackEnd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The file that `wafer.secrets` names. Its form is that of the configuration, but nothing prints it:
///
/// ```
/// wechat-secret = …
/// back-end.shop.server-host = shop.example
/// back-end.shop.key = …
/// back-end.shop.receive-urls = https://shop.example/tunnel, https://shop.example/other
/// back-end.shop.data = object
/// ```
///
/// @param wechatSecret of the mini-program; empty = none
/// @param backEnds the business servers
public record WaferSecrets(String wechatSecret, List<BackEnd> backEnds) {
    private static final String WECHAT = "wechat-secret";
    private static final String BACK_END = "back-end.";
    private static final Set<String> FIELDS = Set.of("server-host", "key", "receive-urls", "data");

    @Override
    public String toString() {
        return "WaferSecrets[" + backEnds + "]"; // not the secret
    }

    /// Reads the file.
    ///
    /// @param path empty = there is none
    public static WaferSecrets read(String path) throws ConfigException {
        return path.isEmpty() ? new WaferSecrets("", List.of()) : of(ConfigFile.read(Path.of(path)));
    }

    static WaferSecrets of(Map<String, String> values) throws ConfigException {
        Map<String, Map<String, String>> backEnds = new TreeMap<>();
        for (Map.Entry<String, String> each : values.entrySet()) {
            String key = each.getKey();
            if (key.equals(WECHAT)) {
                continue;
            }
            int dot = key.lastIndexOf('.');
            if (!key.startsWith(BACK_END) || dot <= BACK_END.length() || !FIELDS.contains(key.substring(dot + 1))) {
                throw new ConfigException(key, "there is no such key in the file of wafer.secrets");
            }
            backEnds.computeIfAbsent(key.substring(BACK_END.length(), dot), _ -> new TreeMap<>())
                    .put(key.substring(dot + 1), each.getValue());
        }
        List<BackEnd> all = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> each : backEnds.entrySet()) {
            all.add(backEnd(each.getKey(), each.getValue()));
        }
        return new WaferSecrets(values.getOrDefault(WECHAT, ""), all);
    }

    private static BackEnd backEnd(String name, Map<String, String> fields) throws ConfigException {
        String data = fields.getOrDefault("data", "object");
        if (!data.equals("object") && !data.equals("string")) {
            throw new ConfigException(BACK_END + name + ".data", "must be object or string");
        }
        Set<String> urls = new TreeSet<>();
        for (String url : required(name, fields, "receive-urls").split("[,\\s]+")) {
            if (!url.matches("https?://\\S+")) {
                throw new ConfigException(BACK_END + name + ".receive-urls", "\"" + url + "\" is not a url");
            }
            urls.add(url);
        }
        return BackEnd.of(
                name,
                required(name, fields, "server-host"),
                required(name, fields, "key"),
                urls,
                data.equals("string"));
    }

    private static String required(String name, Map<String, String> fields, String field) throws ConfigException {
        String value = fields.getOrDefault(field, "");
        if (value.isEmpty()) {
            throw new ConfigException(BACK_END + name + "." + field, "is missing in the file of wafer.secrets");
        }
        return value;
    }
}

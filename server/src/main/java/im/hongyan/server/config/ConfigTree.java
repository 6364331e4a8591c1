package im.hongyan.server.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Walks the configuration records: writes them as keys with values, and builds them from such keys. Used at start
/// only.
public final class ConfigTree {
    private ConfigTree() {}

    /// Every key with its value, in alphabetical order.
    public static Map<String, String> flatten(Record config) {
        Map<String, String> values = new TreeMap<>();
        flatten("", config, values);
        return values;
    }

    private static void flatten(String prefix, Record config, Map<String, String> into) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            String key = prefix + kebab(component.getName());
            Object value = read(component, config);
            if (value instanceof Record nested) {
                flatten(key + ".", nested, into);
            } else {
                into.put(key, value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value.toString());
            }
        }
    }

    /// The defaults with the given keys changed.
    ///
    /// @throws ConfigException for a key that does not exist or a value that does not fit
    public static ServerConfig apply(ServerConfig defaults, Map<String, String> changes) throws ConfigException {
        Map<String, String> known = flatten(defaults);
        for (String key : changes.keySet()) {
            if (!known.containsKey(key)) {
                throw new ConfigException(key, "there is no such key" + suggestion(key, known));
            }
        }
        ServerConfig config = (ServerConfig) build("", defaults, changes);
        config.check();
        return config;
    }

    private static Record build(String prefix, Record defaults, Map<String, String> changes) throws ConfigException {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + kebab(components[i].getName());
            Object value = read(components[i], defaults);
            String change = changes.get(key);
            if (value instanceof Record nested) {
                value = build(key + ".", nested, changes);
            } else if (change != null) {
                value = parse(key, types[i], change);
            }
            values[i] = value;
        }
        try {
            return defaults.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a configuration record cannot be made", e);
        }
    }

    private static Object parse(String key, Class<?> type, String text) throws ConfigException {
        try {
            if (type == int.class) {
                return (int) positive(key, Integer.parseInt(text));
            }
            if (type == long.class) {
                return positive(key, Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(key, "\"" + text + "\" is not a whole number");
        }
        if (type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new ConfigException(key, "must be true or false, not \"" + text + "\"");
            }
            return Boolean.valueOf(text);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
            throw new ConfigException(
                    key,
                    "must be one of "
                            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", not \"" + text
                            + "\"");
        }
        return text;
    }

    private static long positive(String key, long value) throws ConfigException {
        if (value < 0) {
            throw new ConfigException(key, "must not be negative");
        }
        if (value == 0 && key.startsWith("limits.")) {
            throw new ConfigException(key, "a limit must be at least 1");
        }
        return value;
    }

    private static Object read(RecordComponent component, Record config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a configuration record cannot be read", e);
        }
    }

    static String kebab(String camel) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                kebab.append('-').append(Character.toLowerCase(c));
            } else {
                kebab.append(c);
            }
        }
        return kebab.toString();
    }

    private static String suggestion(String key, Map<String, String> known) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return known.keySet().stream()
                .filter(one -> one.endsWith(last) || distance(one, key) <= 3)
                .findFirst()
                .map(one -> "; did you mean " + one + "?")
                .orElse("; `./hongyan print-config` lists all keys");
    }

    /// Edits (insert, delete, replace) from one word to the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

package im.hongyan.core.session;

import java.util.Locale;

/// What kind of client a session runs on; the login policy counts per platform.
public enum Platform {
    WECHAT,
    H5,
    IOS,
    ANDROID,
    WINDOWS,
    MAC,
    LINUX,
    OTHER;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    /// The platform of that word; words nobody knows are [#OTHER].
    public static Platform of(String word) {
        for (Platform platform : values()) {
            if (platform.word.equals(word)) {
                return platform;
            }
        }
        return OTHER;
    }
}

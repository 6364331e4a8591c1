package im.hongyan.http.site;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages of the site.
enum Language {
    EN("en"),
    ZH("zh");

    private final String word;

    Language(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    String of(String english, String chinese) {
        return this == ZH ? chinese : english;
    }

    /// @param asked what the address says, which wins
    /// @param accepted the value of `Accept-Language`
    static Language choose(@Nullable String asked, @Nullable String accepted) {
        if (asked != null && !asked.isEmpty()) {
            return of(asked);
        }
        if (accepted == null || accepted.length() > 256) {
            return EN;
        }
        Language best = EN;
        double weight = 0;
        for (String each : accepted.split(",", -1)) {
            String[] parts = each.strip().split(";", -1);
            double q = parts.length > 1 ? weight(parts[1].strip()) : 1;
            boolean known = isOf(parts[0], "zh") || isOf(parts[0], "en");
            if (known && q > weight) {
                best = of(parts[0]);
                weight = q;
            }
        }
        return best;
    }

    private static double weight(String parameter) {
        try {
            return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1;
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }

    private static Language of(String tag) {
        return isOf(tag, "zh") ? ZH : EN;
    }

    private static boolean isOf(String tag, String language) {
        String lower = tag.toLowerCase(Locale.ROOT);
        return lower.equals(language) || lower.startsWith(language + "-");
    }
}

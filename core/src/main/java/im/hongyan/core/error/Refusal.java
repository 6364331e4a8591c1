package im.hongyan.core.error;

import org.jspecify.annotations.Nullable;

/// Why a request was refused.
///
/// @param field the request's field that is wrong, or null
/// @param detail one English sentence for the developer, or null when the catalogue's own says it all; never holds
///     a secret
/// @param retryAfterMs when to try again, in milliseconds; 0 = not known
public record Refusal(
        ErrorCode code, @Nullable String field, @Nullable String detail, long retryAfterMs) {
    public static Refusal of(ErrorCode code) {
        return new Refusal(code, null, null, 0);
    }

    public static Refusal field(ErrorCode code, String field, String detail) {
        return new Refusal(code, field, detail, 0);
    }

    public static Refusal detail(ErrorCode code, String detail) {
        return new Refusal(code, null, detail, 0);
    }

    public static Refusal after(ErrorCode code, long retryAfterMs) {
        return new Refusal(code, null, null, retryAfterMs);
    }

    /// The sentence to show: the detail where there is one.
    public String sentence() {
        return detail == null ? code.english() : detail;
    }
}

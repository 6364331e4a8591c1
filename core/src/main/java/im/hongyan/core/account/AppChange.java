package im.hongyan.core.account;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A change of an app; null leaves a part as it is.
public record AppChange(@Nullable String name, @Nullable Boolean enabled, Settings settings) {
    public static final int NAME_BYTES_MAX = 256;
    /// Bound of both numbers of sessions.
    public static final int SESSIONS_MAX = 100;
    /// Longest recall window: 30 days, in milliseconds.
    public static final long RECALL_WINDOW_MS_MAX = 2_592_000_000L;

    /// A change of [AppSettings]; null leaves a part as it is.
    public record Settings(
            @Nullable Integer sessionsPerPlatformMax,
            @Nullable Integer sessionsPerUserMax,
            AppSettings.@Nullable OnTooManySessions onTooManySessions,
            @Nullable Long recallWindowMs,
            @Nullable Boolean createUserAtLogin,
            @Nullable Boolean usersCreateRooms) {
        public static final Settings NONE = new Settings(null, null, null, null, null, null);

        AppSettings apply(AppSettings before) {
            return new AppSettings(
                    sessionsPerPlatformMax == null ? before.sessionsPerPlatformMax() : sessionsPerPlatformMax,
                    sessionsPerUserMax == null ? before.sessionsPerUserMax() : sessionsPerUserMax,
                    onTooManySessions == null ? before.onTooManySessions() : onTooManySessions,
                    recallWindowMs == null ? before.recallWindowMs() : recallWindowMs,
                    createUserAtLogin == null ? before.createUserAtLogin() : createUserAtLogin,
                    usersCreateRooms == null ? before.usersCreateRooms() : usersCreateRooms);
        }
    }

    /// What is wrong with it, or null.
    public @Nullable Refusal check() {
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            return Refusal.field(
                    ErrorCode.MESSAGE_TOO_LARGE, "name", "name is larger than " + NAME_BYTES_MAX + " bytes");
        }
        if (isOutside(settings.sessionsPerPlatformMax())) {
            return outside("sessions_per_platform_max", 1, SESSIONS_MAX);
        }
        if (isOutside(settings.sessionsPerUserMax())) {
            return outside("sessions_per_user_max", 1, SESSIONS_MAX);
        }
        Long window = settings.recallWindowMs();
        return window != null && (window < 0 || window > RECALL_WINDOW_MS_MAX)
                ? outside("recall_window_ms", 0, RECALL_WINDOW_MS_MAX)
                : null;
    }

    App apply(App app) {
        return new App(
                app.id(),
                name == null ? app.name() : name,
                enabled == null ? app.enabled() : enabled,
                settings.apply(app.settings()),
                app.createdAtMs());
    }

    private static boolean isOutside(@Nullable Integer sessions) {
        return sessions != null && (sessions < 1 || sessions > SESSIONS_MAX);
    }

    private static Refusal outside(String setting, long min, long max) {
        String field = "settings." + setting;
        return Refusal.field(ErrorCode.BAD_FRAME, field, "`" + field + "` must be from " + min + " to " + max + ".");
    }
}

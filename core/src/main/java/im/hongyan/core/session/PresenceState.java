package im.hongyan.core.session;

import java.util.Locale;

/// Whether a user can be reached now: `ONLINE` if any session is in the foreground, else `BACKGROUND` if any is
/// connected, else `OFFLINE`.
public enum PresenceState {
    ONLINE,
    BACKGROUND,
    OFFLINE;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}

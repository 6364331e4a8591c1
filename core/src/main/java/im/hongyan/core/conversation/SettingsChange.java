package im.hongyan.core.conversation;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Notes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A change of how a user sees a conversation. Null leaves a part as it is.
///
/// @param mentions whether mentions of the user come through a mute
/// @param draft "" = there is none any more
/// @param custom the application's text; "" = none
/// @param marksOn marks to put on it, one bit each
/// @param marksOff marks to take off it
public record SettingsChange(
        @Nullable Boolean pin,
        @Nullable Boolean mute,
        @Nullable Boolean mentions,
        @Nullable String draft,
        @Nullable String custom,
        long marksOn,
        long marksOff) {
    /// One that only pins or mutes.
    public static SettingsChange of(@Nullable Boolean pin, @Nullable Boolean mute) {
        return new SettingsChange(pin, mute, null, null, null, 0, 0);
    }

    /// Why it cannot be, or null.
    @Nullable
    Refusal check(Limits limits) {
        if (tooLong(draft, limits.draftBytesMax())) {
            return tooLarge("draft", limits.draftBytesMax());
        }
        return tooLong(custom, limits.conversationCustomBytesMax())
                ? tooLarge("custom", limits.conversationCustomBytesMax())
                : null;
    }

    private static boolean tooLong(@Nullable String text, int bytesMax) {
        return text != null && text.getBytes(StandardCharsets.UTF_8).length > bytesMax;
    }

    private static Refusal tooLarge(String field, int bytesMax) {
        return Refusal.field(ErrorCode.TOO_LONG, field, field + " is longer than " + bytesMax + " bytes");
    }

    Member apply(Member member, long nowMs) {
        long pinnedAtMs = member.pinnedAtMs();
        if (pin != null && pin != (pinnedAtMs != 0)) {
            pinnedAtMs = pin ? nowMs : 0;
        }
        Notes before = member.notes();
        Notes notes = new Notes(
                mentions == null ? before.mentions() : mentions,
                draft == null ? before.draft() : draft,
                custom == null ? before.custom() : custom,
                (before.marks() | marksOn) & ~marksOff,
                before.folders());
        return member.withPinnedAtMs(pinnedAtMs)
                .withMuted(mute == null ? member.muted() : mute)
                .withNotes(notes);
    }
}

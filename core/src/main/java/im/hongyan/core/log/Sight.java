package im.hongyan.core.log;

import im.hongyan.core.account.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an entry is to somebody, now. A message for some members of a group is an empty numbered place for the
/// others, so that no number is missing to anybody; a message whose life is over reads so from that moment on, also
/// before its content is erased.
public final class Sight {
    private Sight() {}

    /// The entry as the user may see it.
    public static Entry of(Entry entry, UserId user, long nowMs) {
        Payload.Withheld withheld = withheld(entry.payload(), user);
        return withheld == null ? of(entry, nowMs) : with(entry, withheld);
    }

    /// The entry as everybody may see it whom it is meant for.
    public static Entry of(Entry entry, long nowMs) {
        return entry.payload() instanceof Message message && isOver(entry, message, nowMs)
                ? with(entry, Payload.Expired.of(message, false))
                : entry;
    }

    /// What stands in the place of the entry for those whom it is not meant for; null if it is for all.
    public static @Nullable Entry forOthers(Entry entry) {
        return meant(entry.payload()).isEmpty() ? null : with(entry, new Payload.Withheld(counts(entry.payload())));
    }

    /// Whether the user is one of those whom the entry is meant for.
    public static boolean isFor(Entry entry, UserId user) {
        return withheld(entry.payload(), user) == null;
    }

    private static boolean isOver(Entry entry, Message message, long nowMs) {
        long lifeMs = message.special().lifeMs();
        return lifeMs > 0 && nowMs - entry.timeMs() >= lifeMs;
    }

    private static Payload.@Nullable Withheld withheld(Payload payload, UserId user) {
        List<UserId> meant = meant(payload);
        boolean sees =
                meant.isEmpty() || meant.contains(user) || author(payload).equals(user);
        return sees || payload.sender().equals(user) ? null : new Payload.Withheld(counts(payload));
    }

    private static List<UserId> meant(Payload payload) {
        return switch (payload) {
            case Message message -> message.special().only();
            case Payload.Recalled left -> left.only();
            case Payload.Recall recall -> recall.only();
            case Payload.Expired left -> left.only();
            case Payload.Happened happened -> happened.only();
            // Told with the content of the message it is about.
            case Fate.Edited edited ->
                edited.now() == null ? List.of() : edited.now().special().only();
            case Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _,
                    Fate _,
                    Payload.Withheld _ -> List.of();
        };
    }

    private static UserId author(Payload payload) {
        return payload instanceof Payload.Recall recall ? recall.author() : payload.sender();
    }

    private static boolean counts(Payload payload) {
        return switch (payload) {
            case Message message -> message.counts();
            case Payload.Recalled left -> left.counted();
            case Payload.Expired left -> left.counted();
            case Payload.Recall _,
                    Payload.Happened _,
                    Payload.ReadMark _,
                    Payload.ReadReceipt _,
                    Payload.SettingsChanged _,
                    Payload.GroupEvent _,
                    Payload.RoomEvent _,
                    Payload.FriendEvent _,
                    Fate _,
                    Payload.Withheld _ -> false;
        };
    }

    private static Entry with(Entry entry, Payload payload) {
        return new Entry(
                entry.conversation(), entry.number(), entry.position(), entry.timeMs(), entry.counted(), payload);
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What sessions leave behind for the next ones of their users: which messages below others that have arrived are
/// still undelivered. Without it (after a restart, or when too many users were here since) the arrived ones are
/// sent again too. Thread-safe.
final class Held {
    private final int usersMax;
    private final LinkedHashMap<UserKey, Map<ConversationId, Track>> users = new LinkedHashMap<>();

    Held(int usersMax) {
        this.usersMax = usersMax;
    }

    synchronized void keep(UserKey user, Map<ConversationId, Track> tracks) {
        Map<ConversationId, Track> kept = new HashMap<>();
        tracks.forEach((conversation, track) -> {
            if (!track.isDone()) {
                kept.put(conversation, track.remembered());
            }
        });
        users.remove(user); // so that it becomes the youngest
        if (kept.isEmpty()) {
            return;
        }
        users.put(user, kept);
        if (users.size() > usersMax) {
            users.pollFirstEntry();
        }
    }

    synchronized Map<ConversationId, Track> take(UserKey user) {
        Map<ConversationId, Track> kept = users.remove(user);
        return kept == null ? Map.of() : kept;
    }
}

package im.hongyan.dialect.entry;

import im.hongyan.core.account.Text;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.log.ConversationId;
import org.jspecify.annotations.Nullable;

/// How a client names a conversation (`docs/wire/native.md`, section 3): seen from the user who names it.
public sealed interface ConversationName {
    /// `s:bob`
    record Single(UserId peer) implements ConversationName {}

    /// `g:ID`
    record Group(String id) implements ConversationName {}

    /// `r:ID`
    record Room(String id) implements ConversationName {}

    /// `u:`
    record Feed() implements ConversationName {}

    /// Longest id of a group or room.
    int ID_BYTES_MAX = 64;

    /// The name that is written so, or null.
    static @Nullable ConversationName parse(String written) {
        if (written.equals("u:")) {
            return new Feed();
        }
        if (written.length() < 3 || written.charAt(1) != ':') {
            return null;
        }
        String id = written.substring(2);
        if (!Text.isId(id, ID_BYTES_MAX)) {
            return null;
        }
        return switch (written.charAt(0)) {
            case 's' -> new Single(new UserId(id));
            case 'g' -> new Group(id);
            case 'r' -> new Room(id);
            default -> null;
        };
    }

    /// The conversation that `user` means by this name.
    default ConversationId of(UserKey user) {
        return switch (this) {
            case Single(var peer) -> ConversationId.single(user.app(), user.user(), peer);
            case Group(var id) -> new ConversationId.Group(user.app(), id);
            case Room(var id) -> new ConversationId.Room(user.app(), id);
            case Feed() -> ConversationId.feed(user);
        };
    }
}

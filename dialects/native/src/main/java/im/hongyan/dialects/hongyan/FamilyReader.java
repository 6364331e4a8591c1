package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.entry.ConversationName;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests about people and places: presence, profiles, friends, groups, rooms, folders.
final class FamilyReader extends FrameReader {
    FamilyReader(Limits limits, JsonFields fields) {
        super(limits, fields);
    }

    Request folder(long id) throws RefusedException, JsonException {
        List<ConversationName> names = new ArrayList<>();
        if (fields.has(CONVS)) {
            for (String written : fields.strings(CONVS, limits.folderChangeMax())) {
                ConversationName name = ConversationName.parse(written);
                if (name == null || name instanceof ConversationName.Feed) {
                    throw new RefusedException(
                            Refusal.field(ErrorCode.BAD_CONVERSATION, "convs", ErrorCode.BAD_CONVERSATION.english()));
                }
                names.add(name);
            }
        }
        return new Request.Folder(id, fields.string(DO), fields.stringOrNull(NAME), data(), List.copyOf(names));
    }

    Request presence(long id) throws RefusedException, JsonException {
        String text = fields.stringOrNull(STATUS);
        List<UserId> users = text != null && !fields.has(USERS) ? List.of() : users(limits.watchedUsersMax());
        return new Request.Presence(id, users, fields.boolOrNull(WATCH), text);
    }

    Request profile(long id) throws RefusedException, JsonException {
        return new Request.Profile(
                id,
                fields.stringOrNull(NAME),
                fields.stringOrNull(AVATAR),
                fields.has(ATTRIBUTES) ? attributes() : null,
                allow());
    }

    private @Nullable Allow allow() throws RefusedException {
        String word = fields.stringOrNull(ALLOW);
        Allow allow = word == null ? null : Allow.of(word);
        if (word != null && allow == null) {
            throw fields.refused(ALLOW, "must be `anyone`, `approval` or `nobody`");
        }
        return allow;
    }

    Request friend(long id) throws RefusedException, JsonException {
        String after = fields.stringOrNull(AFTER);
        return new Request.Friend(
                id,
                fields.string(DO),
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new FriendReader(
                        fields.has(DATA) ? scalars() : Map.of(),
                        fields.has(ATTRIBUTES) ? attributes() : Map.of(),
                        fields.has(LISTS) ? fields.strings(LISTS, limits.friendListsMax()) : null),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.friendsPageMax(), limits.friendsPageMax()));
    }

    Request group(long id) throws RefusedException, JsonException {
        String deed = fields.string(DO);
        ConversationName name = fields.has(CONV) ? conversation(CONV) : null;
        if (name != null && !(name instanceof ConversationName.Group)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", ErrorCode.BAD_CONVERSATION.english()));
        }
        String after = fields.stringOrNull(AFTER);
        return new Request.Group(
                id,
                deed,
                name instanceof ConversationName.Group group ? group.id() : null,
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new GroupReader(
                        fields.has(DATA) ? scalars() : Map.of(), fields.has(ATTRIBUTES) ? attributes() : Map.of()),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.usersPageMax(), LIST_DEFAULT));
    }

    Request room(long id) throws RefusedException, JsonException {
        ConversationName name = fields.has(CONV) ? conversation(CONV) : null;
        if (name != null && !(name instanceof ConversationName.Room)) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.BAD_CONVERSATION, "conv", ErrorCode.BAD_CONVERSATION.english()));
        }
        String after = fields.stringOrNull(AFTER);
        return new Request.Room(
                id,
                fields.string(DO),
                name instanceof ConversationName.Room room ? room.id() : null,
                fields.has(USERS) ? users(limits.usersPageMax()) : List.of(),
                new GroupReader(
                        fields.has(DATA) ? scalars() : Map.of(), fields.has(ATTRIBUTES) ? attributes() : Map.of()),
                after == null ? "" : after,
                limit(LIMIT, 1, limits.usersPageMax(), LIST_DEFAULT));
    }
}

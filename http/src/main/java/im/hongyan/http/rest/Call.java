package im.hongyan.http.rest;

import im.hongyan.core.Core;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationId;
import im.hongyan.dialect.entry.ConversationName;
import java.util.Map;

/// One request that has passed the door. Methods that look something up block.
///
/// @param path the values of the names in the route's path, decoded
/// @param body empty where the route takes none
record Call(Core core, Map<String, String> path, Query query, byte[] body) {
    AppId appId() throws RefusedException {
        String id = part("app");
        if (!AppId.isValid(id)) {
            throw new RefusedException(Refusal.of(ErrorCode.APP_UNKNOWN));
        }
        return new AppId(id);
    }

    /// The app of the path, which exists.
    App app() throws RefusedException {
        return core.accounts().app(appId()).orElseThrow(() -> new RefusedException(Refusal.of(ErrorCode.APP_UNKNOWN)));
    }

    /// The user of the path in an app that exists; whether the user exists is not known yet.
    UserKey userKey() throws RefusedException {
        return new UserKey(app().id(), UserId.parse(part("user")));
    }

    /// The user of the path, who exists.
    User user() throws RefusedException {
        return core.accounts()
                .find(userKey())
                .orElseThrow(() -> new RefusedException(Refusal.of(ErrorCode.USER_UNKNOWN)));
    }

    /// The user of the path, who exists or is the system.
    UserKey party() throws RefusedException {
        UserKey key = userKey();
        return key.user().equals(UserId.SYSTEM) ? key : user().key();
    }

    /// The conversation of the path, named as `user` names it.
    ConversationId conversation(UserKey user) throws RefusedException {
        ConversationName name = ConversationName.parse(part("conv"));
        if (name == null) {
            throw new RefusedException(Refusal.of(ErrorCode.BAD_CONVERSATION));
        }
        return switch (name.of(user)) {
            case ConversationId.Single single -> single;
            case ConversationId.Feed feed -> feed;
            case ConversationId.Group group -> {
                orRefuse(core.groups().find(group, user));
                yield group;
            }
            case ConversationId.Room _ -> throw new RefusedException(Refusal.of(ErrorCode.CONVERSATION_UNKNOWN));
        };
    }

    String part(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no " + name);
        }
        return value;
    }

    /// The page's length: at most `max`, whatever was asked for.
    int limit(int absent, int max) throws RefusedException {
        return (int) query.number("limit", 1, max, Math.min(absent, max));
    }

    static <T> T orRefuse(Outcome<T> outcome) throws RefusedException {
        return switch (outcome) {
            case Outcome.Ok<T>(var value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new RefusedException(refusal);
        };
    }
}

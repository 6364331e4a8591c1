package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.UserId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.friend.FriendRequests.Asked;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a `friend` request holds: `data`, texts and truths by name, `attributes`, and the names of lists. Fields
/// that the deed does not have are ignored.
///
/// @param lists null = not given
record FriendReader(
        Map<String, String> data,
        Map<String, String> attributes,
        @Nullable List<String> lists) {
    String text(String name) {
        return data.getOrDefault(name, "");
    }

    @Nullable
    String textOrNull(String name) {
        return data.get(name);
    }

    boolean truth(String name, boolean absent) throws RefusedException {
        return switch (data.get(name)) {
            case null -> absent;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new RefusedException(Refusal.field(
                        ErrorCode.BAD_FRAME, "data." + name, "`data." + name + "` must be true or false"));
        };
    }

    Asked asked() {
        return new Asked(
                text("wording"), text("source"), text("remark"), lists == null ? List.of() : lists, attributes);
    }

    /// The one user that the deed is about.
    static UserId only(List<UserId> users) throws RefusedException {
        return GroupReader.only(users);
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.core.Core;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.User;
import im.hongyan.core.account.UserKey;
import im.hongyan.dialects.wafer.business.UserInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// How senders look to the clients of tunnels. Remembered for a while, because everybody in a conversation needs
/// the same few.
final class Faces {
    private static final int REMEMBERED_MAX = 10_000;
    private static final long REMEMBERED_MS = 60_000;

    private final Core core;
    private final Map<UserKey, Face> remembered = new LinkedHashMap<>();

    private record Face(UserInfo info, long untilMs) {}

    Faces(Core core) {
        this.core = core;
    }

    /// Blocks until the directory has answered, if it must be asked; where it cannot, there is only the id.
    UserInfo of(UserKey user) {
        long now = core.clock().millis();
        synchronized (remembered) {
            Face face = remembered.get(user);
            if (face != null && now < face.untilMs()) {
                return face.info();
            }
        }
        CompletableFuture<UserInfo> read = new CompletableFuture<>();
        try {
            core.storage().execute(() -> read.complete(read(user)));
        } catch (RejectedExecutionException full) {
            return UserInfo.of(user.user().value());
        }
        UserInfo info = read.join();
        synchronized (remembered) {
            remembered.remove(user);
            remembered.put(user, new Face(info, now + REMEMBERED_MS));
            if (remembered.size() > REMEMBERED_MAX) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        return info;
    }

    private UserInfo read(UserKey key) {
        UserInfo bare = UserInfo.of(key.user().value());
        try {
            Optional<User> user = core.accounts().find(key);
            return user.map(known -> new UserInfo(
                            key.user().value(),
                            known.name().isEmpty() ? key.user().value() : known.name(),
                            known.avatar(),
                            0,
                            "",
                            "",
                            "",
                            ""))
                    .orElse(bare);
        } catch (AccountsUnavailableException down) {
            return bare;
        }
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.UserId;
import org.jspecify.annotations.Nullable;

/// User ids on this wire and in the house. The server is `0` here and `$system` there. `0` and `-1`, which mean
/// something here, are ordinary ids of other dialects' users: such a user is seen as `$0` and `$-1`, which nobody
/// else can be, so that nobody can speak as the server.
final class UserNames {
    private static final UserId ZERO = new UserId(Packet.SERVER);
    private static final UserId MINUS_ONE = new UserId(Packet.NOBODY);
    private static final String MARK = "$";

    private UserNames() {}

    static String onWire(UserId user) {
        if (user.equals(UserId.SYSTEM)) {
            return Packet.SERVER;
        }
        return user.equals(ZERO) || user.equals(MINUS_ONE) ? MARK + user.value() : user.value();
    }

    /// Who is meant by a receiver; null for nobody.
    static @Nullable UserId receiver(@Nullable String name) {
        if (name == null || name.equals(Packet.NOBODY)) {
            return null;
        }
        if (name.equals(Packet.SERVER)) {
            return UserId.SYSTEM;
        }
        if (name.startsWith(MARK)) {
            String marked = name.substring(MARK.length());
            return marked.equals(ZERO.value()) ? ZERO : marked.equals(MINUS_ONE.value()) ? MINUS_ONE : null;
        }
        return ordinary(name);
    }

    /// Who wants to log in; null if nobody may have that name here.
    static @Nullable UserId user(String name) {
        return name.equals(Packet.SERVER) || name.equals(Packet.NOBODY) || name.startsWith(MARK)
                ? null
                : ordinary(name);
    }

    private static @Nullable UserId ordinary(String name) {
        return im.hongyan.core.account.Text.isId(name, UserId.BYTES_MAX) ? new UserId(name) : null;
    }
}

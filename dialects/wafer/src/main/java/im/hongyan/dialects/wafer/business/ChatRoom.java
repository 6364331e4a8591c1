package im.hongyan.dialects.wafer.business;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The classic sample: one room for all. `speak {word}` is broadcast as `speak {word, who}`; coming and going is
/// told as `people {total, enter}` and `people {total, leave}`.
public final class ChatRoom implements TunnelHandler {
    private static final JsonNames NAMES = new JsonNames(List.of("word"));
    private static final int DEPTH_MAX = 32;
    private static final UserInfo GUEST = UserInfo.of("").named("访客");

    private final TunnelRoom room;
    private final Map<String, UserInfo> who = new ConcurrentHashMap<>();
    /// So that totals are told in the order in which they came to be.
    private final Lock lock = new ReentrantLock();

    public ChatRoom(TunnelService service) {
        this.room = new TunnelRoom(service);
    }

    @Override
    public void onConnect(Tunnel tunnel) {
        UserInfo known = tunnel.user();
        UserInfo user = known == null ? GUEST : known;
        lock.lock();
        try {
            who.put(tunnel.id(), user);
            room.join(tunnel);
            tellPeople("enter", user);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onMessage(Tunnel tunnel, TunnelMessage message) {
        UserInfo speaker = who.get(tunnel.id());
        String word = message.type().equals("speak") ? word(message.content()) : null;
        if (speaker != null && word != null) {
            JsonOut out = new JsonOut();
            out.raw('{').string("word").raw(':').raw(word.getBytes(StandardCharsets.UTF_8));
            out.raw(',').string("who").raw(':').raw(face(speaker)).raw('}');
            room.broadcast("speak", new String(out.toBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onClose(Tunnel tunnel) {
        lock.lock();
        try {
            UserInfo user = who.remove(tunnel.id());
            if (user != null) {
                room.leave(tunnel);
                tellPeople("leave", user);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellPeople(String how, UserInfo user) {
        JsonOut out = new JsonOut();
        out.raw('{').string("total").raw(':').number(room.getTunnelCount());
        out.raw(',').string(how).raw(':').raw(face(user)).raw('}');
        room.broadcast("people", new String(out.toBytes(), StandardCharsets.UTF_8));
    }

    /// What the others see of a user.
    private static byte[] face(UserInfo user) {
        return new JsonOut()
                .raw('{')
                .string("openId")
                .raw(':')
                .string(user.openId())
                .raw(',')
                .string("nickName")
                .raw(':')
                .string(user.nickName())
                .raw(',')
                .string("avatarUrl")
                .raw(':')
                .string(user.avatarUrl())
                .raw('}')
                .toBytes();
    }

    /// The word that is said, as JSON text; null if there is none.
    private static @Nullable String word(@Nullable String content) {
        if (content == null) {
            return null;
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(bytes, 0, bytes.length, DEPTH_MAX);
            return fields.has(0) ? fields.written(0) : null;
        } catch (JsonException e) {
            return null;
        }
    }
}

package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.Special;
import java.util.ArrayList;
import java.util.List;

/// The bytes of what is out of the ordinary about messages, and of what that leads to.
final class SpecialCodec {
    private static final int COUNTED = 1;
    private static final int FOR_SOME = 2;
    private static final int BURNT = 4;

    private SpecialCodec() {}

    static void write(ByteSink sink, Special special) {
        sink.u8(
                switch (special.priority()) {
                    case NORMAL -> 0;
                    case HIGH -> 1;
                    case LOW -> 2;
                });
        sink.varint(special.lifeMs());
        sink.varint(special.burnMs());
        sink.u8(special.open() ? 1 : 0);
        users(sink, special.only());
    }

    static Special special(ByteSource source) {
        int number = source.u8();
        Priority priority =
                switch (number) {
                    case 0 -> Priority.NORMAL;
                    case 1 -> Priority.HIGH;
                    case 2 -> Priority.LOW;
                    default -> throw new UnreadableLogException("unknown priority " + number);
                };
        long lifeMs = source.varint();
        long burnMs = source.varint();
        boolean open = source.u8() != 0;
        return new Special(users(source), priority, lifeMs, burnMs, open);
    }

    /// Whether the message had counted, and whom it was meant for.
    static void write(ByteSink sink, boolean counted, List<UserId> only) {
        sink.u8((counted ? COUNTED : 0) | (only.isEmpty() ? 0 : FOR_SOME));
        if (!only.isEmpty()) {
            users(sink, only);
        }
    }

    record Counted(boolean counted, List<UserId> only) {}

    static Counted counted(ByteSource source) {
        int flags = source.u8();
        return new Counted((flags & COUNTED) != 0, (flags & FOR_SOME) == 0 ? List.of() : users(source));
    }

    static void write(ByteSink sink, Payload.Expired left) {
        sink.text(left.clientId());
        sink.u8(left.kind().number());
        sink.u8((left.counted() ? COUNTED : 0) | (left.burnt() ? BURNT : 0));
        users(sink, left.only());
    }

    static Payload.Expired expired(ByteSource source, UserId sender) {
        String clientId = source.text();
        ContentKind kind = ContentKind.of(source.u8());
        int flags = source.u8();
        return new Payload.Expired(sender, clientId, kind, (flags & BURNT) != 0, (flags & COUNTED) != 0, users(source));
    }

    static void write(ByteSink sink, Payload.Happened happened) {
        sink.u8(happened.what().number());
        sink.varint(happened.targets().size());
        happened.targets().forEach(sink::varint);
        FieldsCodec.write(sink, happened.fields());
        users(sink, happened.only());
    }

    static Payload.Happened happened(ByteSource source, UserId sender) {
        Happening what = Happening.of(source.u8());
        int count = source.size();
        List<Long> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            targets.add(source.varint());
        }
        return new Payload.Happened(sender, what, List.copyOf(targets), FieldsCodec.read(source), users(source));
    }

    static void users(ByteSink sink, List<UserId> users) {
        sink.varint(users.size());
        users.forEach(sink::user);
    }

    static List<UserId> users(ByteSource source) {
        int count = source.size();
        List<UserId> users = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            users.add(source.user());
        }
        return List.copyOf(users);
    }

    /// For whom a counted message counts, as the row of its number says: everybody else takes it off.
    static byte[] bytes(List<UserId> users) {
        ByteSink sink = new ByteSink(64, 64);
        users(sink, users);
        return sink.toBytes();
    }

    /// Whether the row takes its message off the user's count. An empty row does so for all.
    static boolean excepts(byte[] row, UserId user) {
        return row.length == 0 || !users(new ByteSource(row)).contains(user);
    }
}

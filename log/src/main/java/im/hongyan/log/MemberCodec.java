package im.hongyan.log;

import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;

/// The bytes of one member's row: version u8 = 1, flags u8, then varints in the order of the record.
final class MemberCodec {
    static final int VERSION = 1;
    private static final int MUTED = 1;
    private static final int HAS_SENT = 2;

    private MemberCodec() {}

    static byte[] bytes(Member member) {
        ByteSink sink = new ByteSink(32, 32);
        write(sink, member);
        return sink.toBytes();
    }

    static Member member(byte[] value) {
        ByteSource source = new ByteSource(value);
        Member member = read(source);
        if (!source.atEnd()) {
            throw new UnreadableLogException("a member's row is too long");
        }
        return member;
    }

    static void write(ByteSink sink, Member member) {
        sink.u8(VERSION);
        boolean hasSent = member.sent().number() != 0;
        sink.u8((member.muted() ? MUTED : 0) | (hasSent ? HAS_SENT : 0));
        mark(sink, member.joined());
        mark(sink, member.read());
        sink.varint(member.delivered());
        mark(sink, member.cleared());
        sink.varint(member.hiddenAt());
        sink.varint(member.pinnedAtMs());
        if (hasSent) {
            mark(sink, member.sent());
        }
    }

    static Member read(ByteSource source) {
        int version = source.u8();
        if (version != VERSION) {
            throw new UnreadableLogException("a member's row is of version " + version
                    + " and this server knows only version " + VERSION + ": a newer server wrote it, or it is damaged");
        }
        int flags = source.u8();
        Member member = new Member(
                mark(source),
                mark(source),
                source.varint(),
                mark(source),
                source.varint(),
                source.varint(),
                (flags & MUTED) != 0,
                Mark.ZERO);
        return (flags & HAS_SENT) == 0 ? member : member.withSent(mark(source));
    }

    private static void mark(ByteSink sink, Mark mark) {
        sink.varint(mark.number());
        sink.varint(mark.counted());
    }

    private static Mark mark(ByteSource source) {
        return new Mark(source.varint(), source.varint());
    }
}

package im.hongyan.log;

import im.hongyan.core.log.Mark;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.Notes;
import java.util.ArrayList;
import java.util.List;

/// The bytes of one member's row: version u8 = 1, flags u8, then varints in the order of the record.
final class MemberCodec {
    static final int VERSION = 1;
    private static final int MUTED = 1;
    private static final int HAS_SENT = 2;
    private static final int HAS_NOTES = 4;

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
        boolean hasNotes = !member.notes().equals(Notes.NONE);
        sink.u8((member.muted() ? MUTED : 0) | (hasSent ? HAS_SENT : 0) | (hasNotes ? HAS_NOTES : 0));
        mark(sink, member.joined());
        mark(sink, member.read());
        sink.varint(member.delivered());
        mark(sink, member.cleared());
        sink.varint(member.hiddenAt());
        sink.varint(member.pinnedAtMs());
        if (hasSent) {
            mark(sink, member.sent());
        }
        if (hasNotes) {
            notes(sink, member.notes());
        }
    }

    private static void notes(ByteSink sink, Notes notes) {
        sink.u8(notes.mentions() ? 1 : 0);
        sink.text(notes.draft());
        sink.text(notes.custom());
        sink.varint(notes.marks());
        sink.varint(notes.folders().size());
        notes.folders().forEach(sink::varint);
    }

    private static Notes notes(ByteSource source) {
        boolean mentions = source.u8() != 0;
        String draft = source.text();
        String custom = source.text();
        long marks = source.varint();
        int count = source.size();
        List<Integer> folders = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            folders.add((int) source.varint());
        }
        return new Notes(mentions, draft, custom, marks, List.copyOf(folders));
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
        Member sent = (flags & HAS_SENT) == 0 ? member : member.withSent(mark(source));
        return (flags & HAS_NOTES) == 0 ? sent : sent.withNotes(notes(source));
    }

    private static void mark(ByteSink sink, Mark mark) {
        sink.varint(mark.number());
        sink.varint(mark.counted());
    }

    private static Mark mark(ByteSource source) {
        return new Mark(source.varint(), source.varint());
    }
}

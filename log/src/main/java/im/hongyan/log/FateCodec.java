package im.hongyan.log;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.Story;
import java.util.ArrayList;
import java.util.List;

/// The part of [EntryCodec] about what becomes of messages: the events, each behind a byte that says which, and the
/// story that a message carries.
final class FateCodec {
    private static final int EDITED = 1;
    private static final int REACTED = 2;
    private static final int PINNED = 3;
    private static final int REMOVED = 4;
    private static final int HIDDEN = 5;

    private FateCodec() {}

    static void write(ByteSink sink, ConversationId in, Fate fate) {
        switch (fate) {
            case Fate.Edited edited -> {
                sink.u8(EDITED);
                sink.varint(edited.target());
                EntryCodec.user(sink, in, edited.author());
                sink.text(edited.clientId());
                sink.varint(edited.revision());
            }
            case Fate.Reacted reacted -> {
                sink.u8(REACTED);
                sink.varint(reacted.target());
                sink.varint(reacted.revision());
                sink.text(reacted.key());
                sink.u8(reacted.on() ? 1 : 0);
                sink.varint(reacted.count());
            }
            case Fate.Pinned pinned -> {
                sink.u8(PINNED);
                sink.varint(pinned.target());
                sink.u8(pinned.on() ? 1 : 0);
            }
            case Fate.Removed removed -> {
                sink.u8(REMOVED);
                EntryCodec.conversation(sink, in, removed.conversation());
                numbers(sink, removed.numbers());
                numbers(sink, removed.counted());
            }
            case Fate.Hidden hidden -> {
                sink.u8(HIDDEN);
                sink.text(hidden.clientId());
            }
        }
    }

    static Fate read(ByteSource source, ConversationId in, UserId sender) {
        int kind = source.u8();
        return switch (kind) {
            case EDITED ->
                new Fate.Edited(
                        sender, source.varint(), EntryCodec.user(source, in), source.text(), source.varint(), null);
            case REACTED ->
                new Fate.Reacted(
                        sender, source.varint(), source.varint(), source.text(), source.u8() != 0, source.varint());
            case PINNED -> new Fate.Pinned(sender, source.varint(), source.u8() != 0);
            case REMOVED ->
                new Fate.Removed(sender, EntryCodec.conversation(source, in), numbers(source), numbers(source));
            case HIDDEN -> new Fate.Hidden(sender, source.text());
            default -> throw new UnreadableLogException("unknown fate of a message " + kind);
        };
    }

    static void write(ByteSink sink, Story story) {
        sink.varint(story.root());
        sink.varint(story.revision());
        sink.varint(story.edits());
        sink.varint(story.editedAtMs());
        sink.varint(story.reactions().size());
        for (Reaction reaction : story.reactions()) {
            sink.varint(reaction.slot());
            sink.text(reaction.key());
            sink.varint(reaction.count());
            sink.varint(reaction.users().size());
            reaction.users().forEach(sink::user);
        }
    }

    static Story story(ByteSource source) {
        long root = source.varint();
        long revision = source.varint();
        int edits = (int) source.varint();
        long editedAtMs = source.varint();
        int count = source.size();
        List<Reaction> reactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reactions.add(
                    new Reaction((int) source.varint(), source.text(), source.varint(), EntryCodec.users(source)));
        }
        return new Story(root, revision, edits, editedAtMs, List.copyOf(reactions));
    }

    private static void numbers(ByteSink sink, List<Long> numbers) {
        sink.varint(numbers.size());
        numbers.forEach(sink::varint);
    }

    private static List<Long> numbers(ByteSource source) {
        int count = source.size();
        List<Long> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(source.varint());
        }
        return List.copyOf(numbers);
    }
}

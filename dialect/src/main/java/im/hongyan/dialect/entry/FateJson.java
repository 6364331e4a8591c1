package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.Reaction;
import im.hongyan.core.log.Story;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;

/// What becomes of messages, as JSON (`docs/wire/native.md`, sections 4 and 5.13).
public final class FateJson {
    private FateJson() {}

    static void fate(JsonOut out, Entry entry, Fate fate) {
        switch (fate) {
            case Fate.Edited edited -> {
                out.raw(Keys.EVENT_EDIT).number(edited.target());
                out.raw(Keys.SENDER).string(edited.author().value());
                out.raw(Keys.CID).string(edited.clientId()).raw(Keys.REV).number(edited.revision());
                Message now = edited.now();
                if (now != null) {
                    now(out, now);
                }
            }
            case Fate.Reacted reacted -> {
                out.raw(Keys.EVENT_REACTION).number(reacted.target());
                out.raw(Keys.REV).number(reacted.revision());
                out.raw(Keys.KEY).string(reacted.key());
                out.raw(Keys.ON).bool(reacted.on());
                out.raw(Keys.COUNT).number(reacted.count());
            }
            case Fate.Pinned pinned ->
                out.raw(Keys.EVENT_PIN).number(pinned.target()).raw(Keys.ON).bool(pinned.on());
            case Fate.Removed removed -> {
                out.raw(Keys.EVENT_REMOVED);
                EntryJson.nameFor(out, removed.conversation(), EntryJson.owner(entry));
                numbers(out.raw(Keys.NUMBERS), removed.numbers());
                numbers(out.raw(Keys.COUNTING), removed.counted());
            }
            case Fate.Hidden hidden ->
                out.raw(Keys.CID).string(hidden.clientId()).raw(Keys.TYPE_REMOVED);
        }
    }

    private static void now(JsonOut out, Message now) {
        out.raw(Keys.TYPE).string(now.kind().word());
        out.raw(Keys.CONTENT).raw(now.content());
        if (now.ext() != null) {
            out.raw(Keys.EXT).raw(now.ext());
        }
        EntryJson.mentions(out, now.mentions());
        edited(out, now.story());
    }

    private static void edited(JsonOut out, Story story) {
        out.raw(Keys.EDITED).number(story.editedAtMs()).raw(Keys.COUNT);
        out.number(story.edits()).raw('}');
    }

    static void story(JsonOut out, Message message) {
        Story story = message.story();
        if (story.root() != 0 && story.root() != message.quote()) {
            out.raw(Keys.ROOT).number(story.root());
        }
        if (story.revision() != 0) {
            out.raw(Keys.REV).number(story.revision());
        }
        if (story.edits() != 0) {
            edited(out, story);
        }
        if (!story.reactions().isEmpty()) {
            reactions(out, story);
        }
    }

    /// `,"reactions":[…]`
    public static void reactions(JsonOut out, Story story) {
        List<Reaction> reactions = story.reactions();
        out.raw(Keys.REACTIONS);
        for (int i = 0; i < reactions.size(); i++) {
            Reaction reaction = reactions.get(i);
            EntryJson.comma(out, i).raw(Keys.KEY_FIRST).string(reaction.key());
            out.raw(Keys.COUNT).number(reaction.count()).raw(Keys.USERS);
            users(out, reaction.users());
            out.raw(']').raw('}');
        }
        out.raw(']');
    }

    /// Ids with commas between them.
    public static void users(JsonOut out, List<UserId> users) {
        for (int i = 0; i < users.size(); i++) {
            EntryJson.comma(out, i).string(users.get(i).value());
        }
    }

    /// Numbers with commas between them, and the end of their array.
    public static void numbers(JsonOut out, List<Long> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            EntryJson.comma(out, i).number(numbers.get(i));
        }
        out.raw(']');
    }

    /// `,"mentions":[…]` of a summary; nothing for none.
    static void mentioned(JsonOut out, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            numbers(out.raw(Keys.MENTIONS), numbers);
        }
    }
}

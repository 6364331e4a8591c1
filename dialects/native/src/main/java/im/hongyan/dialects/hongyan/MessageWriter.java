package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Removals;
import im.hongyan.core.log.Entry;
import im.hongyan.core.message.Edits;
import im.hongyan.core.message.Pins;
import im.hongyan.core.message.Reactions;
import im.hongyan.core.message.Readers;
import im.hongyan.core.message.Sent;
import im.hongyan.core.message.Threads;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.entry.EntryJson;
import im.hongyan.dialect.entry.FateJson;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;

/// Replies to `message` requests, to bytes. One object for one reply.
final class MessageWriter {
    private final JsonOut out = new JsonOut();

    MessageWriter(long id) {
        out.raw(Keys.RE).number(id);
    }

    OutFrame changed(Edits.Changed changed) {
        place(changed.at());
        out.raw(Keys.REV).number(changed.revision());
        return end();
    }

    OutFrame reacted(Reactions.Reacted reacted) {
        Sent at = reacted.at();
        if (at != null) {
            place(at);
        }
        out.raw(Keys.REV).number(reacted.story().revision());
        FateJson.reactions(out, reacted.story());
        return end();
    }

    OutFrame pinned(Pins.Place place) {
        Sent at = place.at();
        if (at != null) {
            place(at);
        }
        return end();
    }

    OutFrame removed(Removals.Removed removed) {
        FateJson.numbers(out.raw(Keys.NUMBERS), removed.numbers());
        FateJson.numbers(out.raw(Keys.COUNTING), removed.counted());
        return end();
    }

    OutFrame entries(List<Entry> entries) {
        out.raw(Keys.ENTRIES);
        for (int i = 0; i < entries.size(); i++) {
            EntryJson.comma(out, i);
            EntryJson.entry(out, entries.get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame thread(Threads.Page page) {
        out.raw(Keys.ROOT).number(page.root());
        out.raw(Keys.MORE).bool(page.more());
        return entries(page.entries());
    }

    OutFrame users(List<UserId> users, int limit) {
        out.raw(Keys.USERS_LIST);
        FateJson.users(out, users);
        out.raw(']');
        if (users.size() == limit) {
            out.raw(Keys.NEXT).string(users.getLast().value());
        }
        return end();
    }

    OutFrame pins(List<Pins.Pin> pins) {
        out.raw(Keys.PINS);
        for (int i = 0; i < pins.size(); i++) {
            Pins.Pin pin = pins.get(i);
            EntryJson.comma(out, i).raw(Keys.BY_FIRST).string(pin.by().value());
            out.raw(Keys.T).number(pin.atMs()).raw(Keys.ENTRY);
            EntryJson.entry(out, pin.entry());
            out.raw('}');
        }
        out.raw(']');
        return end();
    }

    OutFrame counts(List<Readers.Count> counts) {
        out.raw(Keys.COUNTS);
        for (int i = 0; i < counts.size(); i++) {
            Readers.Count count = counts.get(i);
            EntryJson.comma(out, i).raw('[').number(count.number()).raw(',');
            out.number(count.read()).raw(',').number(count.all()).raw(']');
        }
        out.raw(']');
        return end();
    }

    OutFrame readers(Readers.Page page) {
        out.raw(Keys.USERS_LIST);
        FateJson.users(out, page.users());
        out.raw(']');
        String next = page.next();
        if (next != null) {
            out.raw(Keys.NEXT).string(next);
        }
        return end();
    }

    private void place(Sent at) {
        out.raw(Keys.N).number(at.number()).raw(Keys.K).number(at.counted());
        out.raw(Keys.MID).number(at.position()).raw(Keys.T).number(at.timeMs());
    }

    private OutFrame end() {
        byte[] bytes = out.raw('}').toBytes();
        return OutFrame.text(bytes, bytes.length);
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Page;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.message.History;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replies that hold lists, to bytes. One object for one reply: they are written where the lists were read, on
/// storage threads.
final class ListWriter {
    private final JsonOut out = new JsonOut();

    OutFrame history(long id, ConversationId conversation, UserId user, History.Page page) {
        out.raw(Keys.RE).number(id).raw(Keys.CONV);
        EntryWriter.nameFor(out, conversation, user);
        out.raw(Keys.HEAD).number(page.head());
        entries(page.entries());
        out.raw(Keys.MORE).bool(page.more());
        return end();
    }

    OutFrame conversations(long id, UserId user, Page page) {
        out.raw(Keys.RE).number(id);
        summaries(user, page, false);
        return end();
    }

    OutFrame sync(long id, UserId user, Page page) {
        out.raw(Keys.RE).number(id);
        summaries(user, page, true);
        out.raw(Keys.CURSOR).number(page.cursor()).raw(Keys.WHOLE).bool(page.whole());
        return end();
    }

    OutFrame users(long id, List<User> users) {
        out.raw(Keys.RE).number(id).raw(Keys.USERS_LIST);
        for (int i = 0; i < users.size(); i++) {
            EntryWriter.comma(out, i).raw(Keys.USER_FIRST);
            profile(users.get(i));
            out.raw('}');
        }
        out.raw(']');
        return end();
    }

    OutFrame profile(long id, User user) {
        out.raw(Keys.RE).number(id).raw(Keys.USER);
        profile(user);
        return end();
    }

    private void summaries(UserId user, Page page, boolean withEntries) {
        out.raw(Keys.CONVERSATIONS);
        List<Summary> summaries = page.summaries();
        for (int i = 0; i < summaries.size(); i++) {
            EntryWriter.comma(out, i);
            summary(user, summaries.get(i), withEntries);
        }
        out.raw(']');
        String next = page.next();
        out.raw(Keys.MORE).bool(next != null);
        if (next != null) {
            out.raw(Keys.NEXT).string(next);
        }
    }

    private void summary(UserId user, Summary summary, boolean withEntries) {
        out.raw(Keys.CONV_FIRST);
        EntryWriter.nameFor(out, summary.conversation(), user);
        Entry newest = summary.head().last();
        out.raw(Keys.HEAD)
                .number(summary.head().number())
                .raw(Keys.K)
                .number(summary.head().counted());
        out.raw(Keys.LAST);
        entryOrNull(summary.last());
        out.raw(Keys.T).number(newest == null ? 0 : newest.timeMs());
        out.raw(Keys.MID).number(summary.head().position());
        out.raw(Keys.UNREAD).number(summary.unread());
        out.raw(Keys.MARK).number(summary.mark().number()).raw(',');
        out.number(summary.mark().counted()).raw(']');
        out.raw(Keys.READ).number(summary.member().read().number());
        out.raw(Keys.EXCEPT);
        List<Long> except = summary.except();
        for (int i = 0; i < except.size(); i++) {
            EntryWriter.comma(out, i).number(except.get(i));
        }
        out.raw(']');
        if (summary.exceptCount() > except.size()) {
            out.raw(Keys.EXCEPTN).number(summary.exceptCount());
        }
        Summary.Peer peer = summary.peer();
        if (peer != null) {
            out.raw(Keys.PEER_READ).number(peer.read()).raw(Keys.DELIVERED).number(peer.delivered());
            out.raw('}');
        }
        EntryWriter.settings(out, summary.member(), summary.isHidden());
        if (withEntries) {
            entries(summary.entries());
        }
        out.raw('}');
    }

    private void entryOrNull(@Nullable Entry entry) {
        if (entry == null) {
            out.raw(Keys.NULL);
        } else {
            EntryWriter.entry(out, entry);
        }
    }

    private void entries(List<Entry> entries) {
        out.raw(Keys.ENTRIES);
        for (int i = 0; i < entries.size(); i++) {
            EntryWriter.comma(out, i);
            EntryWriter.entry(out, entries.get(i));
        }
        out.raw(']');
    }

    private void profile(User user) {
        out.string(user.key().user().value()).raw(Keys.NAME).string(user.name());
        out.raw(Keys.AVATAR).string(user.avatar()).raw(Keys.ATTRIBUTES);
        int i = 0;
        for (var attribute : user.attributes().entrySet()) {
            EntryWriter.comma(out, i++).string(attribute.getKey()).raw(':').string(attribute.getValue());
        }
        out.raw('}');
    }

    private OutFrame end() {
        byte[] bytes = out.raw('}').toBytes();
        return OutFrame.text(bytes, bytes.length);
    }
}

package im.hongyan.dialect.entry;

import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.log.Entry;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;

/// A conversation as one user sees it in a list.
public final class SummaryJson {
    private SummaryJson() {}

    /// Writes the summary up to and without its closing brace, so that a synchronisation can add its entries.
    ///
    /// @param user whose list it is
    public static void open(JsonOut out, Summary summary, UserId user) {
        out.raw(Keys.CONV_FIRST);
        EntryJson.nameFor(out, summary.conversation(), user);
        out.raw(Keys.HEAD).number(summary.head().number());
        out.raw(Keys.K).number(summary.head().counted());
        out.raw(Keys.LAST);
        Entry last = summary.last();
        if (last == null) {
            out.raw(Keys.NULL);
        } else {
            EntryJson.entry(out, last);
        }
        Entry newest = summary.head().last();
        out.raw(Keys.T).number(newest == null ? 0 : newest.timeMs());
        out.raw(Keys.MID).number(summary.head().position());
        out.raw(Keys.UNREAD).number(summary.unread());
        out.raw(Keys.MARK).number(summary.mark().number()).raw(',');
        out.number(summary.mark().counted()).raw(']');
        out.raw(Keys.READ).number(summary.member().read().number());
        except(out, summary);
        FateJson.mentioned(out, summary.mentions());
        Summary.Peer peer = summary.peer();
        if (peer != null) {
            out.raw(Keys.PEER_READ).number(peer.read()).raw(Keys.DELIVERED);
            out.number(peer.delivered()).raw('}');
        }
        EntryJson.settings(out, summary.member(), summary.isHidden());
    }

    private static void except(JsonOut out, Summary summary) {
        List<Long> except = summary.except();
        out.raw(Keys.EXCEPT);
        for (int i = 0; i < except.size(); i++) {
            EntryJson.comma(out, i).number(except.get(i));
        }
        out.raw(']');
        if (summary.exceptCount() > except.size()) {
            out.raw(Keys.EXCEPTN).number(summary.exceptCount());
        }
    }
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.account.User;
import im.hongyan.core.account.UserId;
import im.hongyan.core.conversation.Conversations;
import im.hongyan.core.conversation.Page;
import im.hongyan.core.conversation.Summary;
import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.Relation;
import im.hongyan.core.group.Group;
import im.hongyan.core.group.GroupLists;
import im.hongyan.core.group.GroupMember;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.message.History;
import im.hongyan.core.message.Schedules;
import im.hongyan.core.room.RoomView;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.entry.EntryJson;
import im.hongyan.dialect.entry.FriendJson;
import im.hongyan.dialect.entry.GroupJson;
import im.hongyan.dialect.entry.RoomJson;
import im.hongyan.dialect.entry.SummaryJson;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Replies that hold lists, to bytes. One object for one reply: they are written where the lists were read, on
/// storage threads.
final class ListWriter {
    private final JsonOut out = new JsonOut();

    OutFrame history(long id, ConversationId conversation, UserId user, History.Page page) {
        out.raw(Keys.RE).number(id).raw(Keys.CONV);
        EntryJson.nameFor(out, conversation, user);
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

    OutFrame totals(long id, Conversations.Totals totals) {
        out.raw(Keys.RE).number(id).raw(Keys.UNREAD).number(totals.unread());
        out.raw(Keys.MUTED).number(totals.muted());
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
            EntryJson.comma(out, i).raw(Keys.USER_FIRST);
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

    OutFrame group(long id, NativeRequests.GroupView view) {
        out.raw(Keys.RE).number(id).raw(Keys.GROUP);
        GroupJson.group(out, view.group());
        GroupMember own = view.own();
        if (own != null) {
            out.raw(Keys.MEMBER);
            GroupJson.member(out, own);
        }
        return end();
    }

    OutFrame schedules(long id, UserId user, List<Schedules.Scheduled> all) {
        out.raw(Keys.RE).number(id).raw(Keys.SCHEDULES);
        for (int i = 0; i < all.size(); i++) {
            Schedules.Scheduled one = all.get(i);
            EntryJson.comma(out, i).raw(Keys.AT_FIRST).number(one.atMs()).raw(Keys.TO);
            EntryJson.nameFor(out, one.sending().to(), user);
            EntryJson.message(out, one.sending().message());
            out.raw('}');
        }
        out.raw(']');
        return end();
    }

    OutFrame folders(long id, SortedMap<Integer, String> folders) {
        out.raw(Keys.RE).number(id).raw(Keys.FOLDERS);
        int i = 0;
        for (Map.Entry<Integer, String> folder : folders.entrySet()) {
            EntryJson.comma(out, i++).raw(Keys.FOLDER_FIRST).number(folder.getKey());
            out.raw(Keys.NAME).string(folder.getValue()).raw('}');
        }
        out.raw(']');
        return end();
    }

    OutFrame groups(long id, List<Group> groups) {
        out.raw(Keys.RE).number(id).raw(Keys.GROUPS);
        for (int i = 0; i < groups.size(); i++) {
            EntryJson.comma(out, i);
            GroupJson.group(out, groups.get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame members(long id, List<GroupMember> members) {
        out.raw(Keys.RE).number(id).raw(Keys.MEMBERS);
        for (int i = 0; i < members.size(); i++) {
            EntryJson.comma(out, i);
            GroupJson.member(out, members.get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame room(long id, RoomView view) {
        out.raw(Keys.RE).number(id).raw(Keys.ROOM);
        RoomJson.room(out, view);
        return end();
    }

    OutFrame rooms(long id, List<RoomView> views) {
        out.raw(Keys.RE).number(id).raw(Keys.ROOMS);
        for (int i = 0; i < views.size(); i++) {
            EntryJson.comma(out, i);
            RoomJson.room(out, views.get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame rows(long id, GroupLists.Kind kind, List<GroupLists.Row> rows) {
        out.raw(Keys.RE).number(id).raw(',').string(kind.word()).raw(':').raw('[');
        for (int i = 0; i < rows.size(); i++) {
            EntryJson.comma(out, i);
            GroupJson.row(out, kind, rows.get(i));
        }
        out.raw(']');
        return end();
    }

    OutFrame book(long id, BookPage page) {
        out.raw(Keys.RE).number(id);
        FriendJson.page(out, page);
        return end();
    }

    OutFrame relations(long id, List<Relation> relations) {
        out.raw(Keys.RE).number(id);
        FriendJson.relations(out, relations);
        return end();
    }

    OutFrame counters(long id, Map<String, Long> counters) {
        out.raw(Keys.RE).number(id).raw(',');
        GroupJson.counters(out, counters);
        return end();
    }

    private void summaries(UserId user, Page page, boolean withEntries) {
        out.raw(Keys.CONVERSATIONS);
        List<Summary> summaries = page.summaries();
        for (int i = 0; i < summaries.size(); i++) {
            EntryJson.comma(out, i);
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
        SummaryJson.open(out, summary, user);
        if (withEntries) {
            entries(summary.entries());
        }
        out.raw('}');
    }

    private void entries(List<Entry> entries) {
        out.raw(Keys.ENTRIES);
        for (int i = 0; i < entries.size(); i++) {
            EntryJson.comma(out, i);
            EntryJson.entry(out, entries.get(i));
        }
        out.raw(']');
    }

    private void profile(User user) {
        out.string(user.key().user().value()).raw(Keys.NAME).string(user.name());
        out.raw(Keys.AVATAR).string(user.avatar()).raw(Keys.ATTRIBUTES);
        int i = 0;
        for (var attribute : user.attributes().entrySet()) {
            EntryJson.comma(out, i++).string(attribute.getKey()).raw(':').string(attribute.getValue());
        }
        out.raw('}').raw(Keys.ALLOW).string(user.allow().word());
    }

    private OutFrame end() {
        byte[] bytes = out.raw('}').toBytes();
        return OutFrame.text(bytes, bytes.length);
    }
}

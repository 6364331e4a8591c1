package im.hongyan.dialect.entry;

import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.Item;
import im.hongyan.core.friend.Relation;
import im.hongyan.dialect.json.JsonOut;
import java.util.List;

/// What a user keeps about others, as JSON (`docs/wire/native.md`, section 5.11).
public final class FriendJson {
    private FriendJson() {}

    /// Writes the fields of a page, each with a comma before it.
    public static void page(JsonOut out, BookPage page) {
        out.raw(Keys.VERSION).number(page.version());
        out.raw(Keys.NEXT).string(page.cursor());
        out.raw(Keys.SEEN).number(page.seenMs());
        out.raw(Keys.RESET).bool(page.reset());
        items(out, page.items());
        out.raw(Keys.MORE).bool(page.more());
    }

    /// Writes the field `items`, with a comma before it.
    public static void items(JsonOut out, List<Item> items) {
        out.raw(Keys.ITEMS);
        for (int i = 0; i < items.size(); i++) {
            EntryJson.comma(out, i);
            item(out, items.get(i));
        }
        out.raw(']');
    }

    private static void item(JsonOut out, Item item) {
        out.raw(Keys.KIND_FIRST).string(item.kind().word());
        boolean named = item.kind() == Item.Kind.LIST;
        out.raw(named ? Keys.NAME : Keys.USER).string(item.name());
        out.raw(Keys.V).number(item.version());
        switch (item) {
            case Item.Friend friend -> friend(out, friend);
            case Item.Request request -> request(out, request);
            case Item.Block block ->
                out.raw(Keys.BOTH).bool(block.both()).raw(Keys.AT).number(block.atMs());
            case Item.FriendList list -> out.raw(Keys.AT).number(list.atMs());
            case Item.Gone _ -> out.raw(Keys.GONE);
        }
        out.raw('}');
    }

    private static void friend(JsonOut out, Item.Friend friend) {
        out.raw(Keys.REMARK).string(friend.remark());
        lists(out, friend.lists());
        GroupJson.attributes(out, friend.attributes());
        out.raw(Keys.WORDING).string(friend.wording());
        out.raw(Keys.SOURCE).string(friend.source());
        out.raw(Keys.SINCE).number(friend.sinceMs());
    }

    private static void request(JsonOut out, Item.Request request) {
        out.raw(Keys.MINE).bool(request.mine());
        out.raw(Keys.STATE).string(request.state().word());
        out.raw(Keys.WORDING).string(request.wording());
        out.raw(Keys.SOURCE).string(request.source());
        out.raw(Keys.REASON).string(request.reason());
        out.raw(Keys.REMARK).string(request.remark());
        lists(out, request.lists());
        out.raw(Keys.AT).number(request.atMs());
    }

    private static void lists(JsonOut out, List<String> lists) {
        out.raw(Keys.LISTS);
        for (int i = 0; i < lists.size(); i++) {
            EntryJson.comma(out, i).string(lists.get(i));
        }
        out.raw(']');
    }

    /// Writes the fields of a relation, the first with a comma before it.
    public static void relation(JsonOut out, Relation relation) {
        out.raw(Keys.USER).string(relation.user().value());
        out.raw(Keys.RELATION).string(relation.word().word());
        out.raw(Keys.BLOCKED).bool(relation.blocked());
    }

    /// Writes the field `relations`, with a comma before it.
    public static void relations(JsonOut out, List<Relation> relations) {
        out.raw(Keys.RELATIONS);
        for (int i = 0; i < relations.size(); i++) {
            Relation relation = relations.get(i);
            EntryJson.comma(out, i).raw(Keys.USER_FIRST).string(relation.user().value());
            out.raw(Keys.RELATION).string(relation.word().word());
            out.raw(Keys.BLOCKED).bool(relation.blocked()).raw('}');
        }
        out.raw(']');
    }
}

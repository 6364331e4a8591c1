package im.hongyan.core.friend;

import im.hongyan.core.account.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that a user keeps about somebody. Its version is that of its owner's book when it last changed.
public sealed interface Item {
    /// What kinds there are. Words are in the keys on disk and on the wire: for ever.
    enum Kind {
        FRIEND("friend"),
        REQUEST("request"),
        BLOCK("block"),
        LIST("list");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        String key(String name) {
            return word + "/" + name;
        }
    }

    /// What a book counts, each kind apart, to keep the limits without reading it whole.
    enum Slot {
        FRIENDS,
        /// Requests of others that wait for an answer.
        INCOMING,
        /// Own requests that wait for an answer.
        OUTGOING,
        BLOCKS,
        LISTS,
        /// What is gone and what was answered: kept for devices that have not heard of it, the oldest dropped
        /// first.
        SETTLED
    }

    Kind kind();

    /// Whom it is about, or the list's name.
    String name();

    long version();

    Slot slot();

    Item at(long version);

    /// All of it but kind and name.
    Map<String, String> fields();

    /// A user whom the owner has as a friend. The other side may think otherwise.
    ///
    /// @param remark what the owner calls the friend, or ""
    /// @param lists names of the owner's lists that the friend is in
    /// @param attributes the application's own fields
    /// @param wording what was said when they became friends
    /// @param source where the owner knows the friend from, a word of the application, or ""
    /// @param sinceMs epoch milliseconds
    record Friend(
            UserId user,
            String remark,
            List<String> lists,
            Map<String, String> attributes,
            String wording,
            String source,
            long sinceMs,
            long version)
            implements Item {
        public Friend {
            lists = List.copyOf(lists);
        }

        @Override
        public Kind kind() {
            return Kind.FRIEND;
        }

        @Override
        public String name() {
            return user.value();
        }

        @Override
        public Slot slot() {
            return Slot.FRIENDS;
        }

        @Override
        public Friend at(long newVersion) {
            return new Friend(user, remark, lists, attributes, wording, source, sinceMs, newVersion);
        }

        Friend withLists(List<String> names) {
            return new Friend(user, remark, names, attributes, wording, source, sinceMs, version);
        }

        @Override
        public Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("v", Long.toString(version));
            fields.put("remark", remark);
            fields.put("lists", String.join(Fields.BETWEEN, lists));
            fields.put("wording", wording);
            fields.put("source", source);
            fields.put("since", Long.toString(sinceMs));
            Fields.putAttributes(fields, attributes);
            return fields;
        }
    }

    /// A wish to be friends: the owner's own, or that of another.
    ///
    /// @param mine whether the owner has asked
    /// @param reason what was said with a no
    /// @param remark of an own request: what to call the friend once it is one
    /// @param lists of an own request: lists to put the friend in
    /// @param atMs when it was made or answered, epoch milliseconds
    record Request(
            UserId user,
            boolean mine,
            State state,
            String wording,
            String source,
            String reason,
            String remark,
            List<String> lists,
            long atMs,
            long version)
            implements Item {
        /// Words are on disk and on the wire: for ever.
        public enum State {
            PENDING("pending"),
            ACCEPTED("accepted"),
            REFUSED("refused");

            private final String word;

            State(String word) {
                this.word = word;
            }

            public String word() {
                return word;
            }

            static State of(String word) {
                for (State state : values()) {
                    if (state.word.equals(word)) {
                        return state;
                    }
                }
                throw new IllegalArgumentException("no request's state is called " + word);
            }
        }

        public Request {
            lists = List.copyOf(lists);
        }

        public boolean isPending() {
            return state == State.PENDING;
        }

        @Override
        public Kind kind() {
            return Kind.REQUEST;
        }

        @Override
        public String name() {
            return user.value();
        }

        @Override
        public Slot slot() {
            if (!isPending()) {
                return Slot.SETTLED;
            }
            return mine ? Slot.OUTGOING : Slot.INCOMING;
        }

        @Override
        public Request at(long newVersion) {
            return new Request(user, mine, state, wording, source, reason, remark, lists, atMs, newVersion);
        }

        Request answered(State now, String why, long nowMs) {
            return new Request(user, mine, now, wording, source, why, remark, lists, nowMs, version);
        }

        @Override
        public Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("v", Long.toString(version));
            fields.put("mine", Boolean.toString(mine));
            fields.put("state", state.word());
            fields.put("wording", wording);
            fields.put("source", source);
            fields.put("reason", reason);
            fields.put("remark", remark);
            fields.put("lists", String.join(Fields.BETWEEN, lists));
            fields.put("at", Long.toString(atMs));
            return fields;
        }
    }

    /// A user whose messages and requests the owner does not want.
    ///
    /// @param both whether the owner cannot write to the blocked user either
    record Block(UserId user, boolean both, long atMs, long version) implements Item {
        @Override
        public Kind kind() {
            return Kind.BLOCK;
        }

        @Override
        public String name() {
            return user.value();
        }

        @Override
        public Slot slot() {
            return Slot.BLOCKS;
        }

        @Override
        public Block at(long newVersion) {
            return new Block(user, both, atMs, newVersion);
        }

        @Override
        public Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("v", Long.toString(version));
            fields.put("both", Boolean.toString(both));
            fields.put("at", Long.toString(atMs));
            return fields;
        }
    }

    /// A list of friends. Who is in it stands with the friends.
    record FriendList(String name, long atMs, long version) implements Item {
        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public Slot slot() {
            return Slot.LISTS;
        }

        @Override
        public FriendList at(long newVersion) {
            return new FriendList(name, atMs, newVersion);
        }

        @Override
        public Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("v", Long.toString(version));
            fields.put("at", Long.toString(atMs));
            return fields;
        }
    }

    /// What was here is gone: told to devices that still hold it.
    record Gone(Kind kind, String name, long version) implements Item {
        @Override
        public Slot slot() {
            return Slot.SETTLED;
        }

        @Override
        public Gone at(long newVersion) {
            return new Gone(kind, name, newVersion);
        }

        @Override
        public Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("v", Long.toString(version));
            fields.put("gone", "true");
            return fields;
        }
    }

    /// The item that was stored under `kind` and `name`, or null for no fields.
    static @Nullable Item of(Kind kind, String name, Map<String, String> fields) {
        return fields.isEmpty() ? null : new Fields(fields).item(kind, name);
    }

    /// The item that was stored under a key, or null for no fields.
    static @Nullable Item of(String key, Map<String, String> fields) {
        int slash = key.indexOf('/');
        for (Kind kind : Kind.values()) {
            if (key.substring(0, slash).equals(kind.word())) {
                return of(kind, key.substring(slash + 1), fields);
            }
        }
        throw new IllegalArgumentException("a book holds nothing of the kind of " + key);
    }
}

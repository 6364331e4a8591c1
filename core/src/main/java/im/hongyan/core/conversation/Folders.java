package im.hongyan.core.conversation;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Head;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Member;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.Session;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A user's folders: named lists of conversations. Their names are one fact of the user's feed, by numbers that are
/// never given twice; a conversation's row holds the numbers of its folders, so that renaming or deleting a folder
/// touches one row however many conversations are in it. Every change is told to the user's other devices. Replies
/// come on any thread, with all folders as they are then.
public final class Folders {
    private static final String FACT = "folders";
    private static final String NEXT = "next";

    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Clock clock;
    private final Limits limits;

    public Folders(MessageLog log, Committer committer, Fanout fanout, Lanes lanes, Clock clock, Limits limits) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.clock = clock;
        this.limits = limits;
    }

    /// All folders of the user: number and name. Blocks on the log.
    public SortedMap<Integer, String> of(UserKey user) {
        SortedMap<Integer, String> folders = new TreeMap<>();
        log.fact(ConversationId.feed(user), FACT).forEach((number, name) -> {
            if (!number.equals(NEXT)) {
                folders.put(Integer.valueOf(number), name);
            }
        });
        return folders;
    }

    public void create(Session session, String name, Consumer<Outcome<SortedMap<Integer, String>>> reply) {
        change(session, reply, folders -> {
            if (folders.size() >= limits.foldersMax()) {
                throw new RefusedException(
                        Refusal.detail(ErrorCode.FOLDERS_TOO_MANY, "at most " + limits.foldersMax() + " folders"));
            }
            requireName(folders, name);
            Map<String, String> fact = log.fact(ConversationId.feed(session.user()), FACT);
            int number = Integer.parseInt(fact.getOrDefault(NEXT, "1"));
            folders.put(number, name);
            return names(session, folders, number + 1);
        });
    }

    public void rename(Session session, int number, String name, Consumer<Outcome<SortedMap<Integer, String>>> reply) {
        change(session, reply, folders -> {
            require(folders, number);
            if (name.equals(folders.get(number))) {
                return List.of();
            }
            requireName(folders, name);
            folders.put(number, name);
            return names(session, folders, 0);
        });
    }

    /// Makes an end of the folder. Its conversations stay.
    public void delete(Session session, int number, Consumer<Outcome<SortedMap<Integer, String>>> reply) {
        change(session, reply, folders -> {
            require(folders, number);
            folders.remove(number);
            return names(session, folders, 0);
        });
    }

    /// Puts conversations into a folder, or takes them out of it.
    public void move(
            Session session,
            int number,
            List<ConversationId> conversations,
            boolean in,
            Consumer<Outcome<SortedMap<Integer, String>>> reply) {
        change(session, reply, folders -> {
            require(folders, number);
            if (conversations.size() > limits.folderChangeMax()) {
                throw new RefusedException(Refusal.field(
                        ErrorCode.TOO_MANY, "convs", "at most " + limits.folderChangeMax() + " conversations"));
            }
            List<Change> changes = new ArrayList<>();
            for (ConversationId conversation : conversations) {
                Member member = log.member(conversation, session.user().user());
                if (member == null) {
                    throw new RefusedException(Refusal.field(
                            ErrorCode.CONVERSATION_UNKNOWN, "convs", "one of the conversations is unknown"));
                }
                changes.addAll(settings(session, conversation, member, folders, number, in));
            }
            return changes;
        });
    }

    private List<Change> settings(
            Session session,
            ConversationId conversation,
            Member before,
            SortedMap<Integer, String> folders,
            int number,
            boolean in) {
        // Numbers of folders that are no more go too.
        List<Integer> now = new ArrayList<>(before.notes().folders().stream()
                .filter(one -> one != number && folders.containsKey(one))
                .toList());
        if (in) {
            now.add(number);
            now.sort(null);
        }
        Head head = log.head(conversation);
        boolean back = before.hiddenAt() != 0 && head.number() > before.hiddenAt();
        Member after = (back ? before.withHiddenAt(0) : before)
                .withNotes(before.notes().withFolders(now));
        if (after.equals(before)) {
            return List.of();
        }
        UserId user = session.user().user();
        return List.of(
                new Change.Update(
                        conversation,
                        user,
                        new Change.MemberChange.Settings(
                                after.cleared(), after.hiddenAt(), after.pinnedAtMs(), after.muted(), after.notes())),
                new Change.Append(
                        ConversationId.feed(session.user()),
                        new Payload.SettingsChanged(user, conversation, after),
                        clock.millis()));
    }

    private static void require(SortedMap<Integer, String> folders, int number) throws RefusedException {
        if (!folders.containsKey(number)) {
            throw new RefusedException(Refusal.of(ErrorCode.FOLDER_UNKNOWN));
        }
    }

    private void requireName(SortedMap<Integer, String> folders, String name) throws RefusedException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > limits.folderNameBytesMax()) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.TOO_LONG, "name", "a name has 1 to " + limits.folderNameBytesMax() + " bytes"));
        }
        if (folders.containsValue(name)) {
            throw new RefusedException(Refusal.of(ErrorCode.FOLDER_EXISTS));
        }
    }

    /// @param next the number for the next new folder; 0 = as it is
    private List<Change> names(Session session, SortedMap<Integer, String> folders, int next) {
        ConversationId.Feed feed = ConversationId.feed(session.user());
        Map<String, String> told = new HashMap<>();
        folders.forEach((number, name) -> told.put(Integer.toString(number), name));
        Map<String, String> kept = new HashMap<>(told);
        kept.put(NEXT, next == 0 ? log.fact(feed, FACT).getOrDefault(NEXT, "1") : Integer.toString(next));
        return List.of(
                new Change.Put(feed, FACT, kept),
                new Change.Append(
                        feed,
                        new Payload.Happened(session.user().user(), Happening.FOLDERS, List.of(), told, List.of()),
                        clock.millis()));
    }

    /// Changes the folders that it is given and says what that is in the log.
    private interface Planner {
        List<Change> plan(SortedMap<Integer, String> folders) throws RefusedException;
    }

    /// One change of one user at a time, together with those of [Marks].
    private void change(Session session, Consumer<Outcome<SortedMap<Integer, String>>> reply, Planner planner) {
        Undertaking.Planner<SortedMap<Integer, String>> plan = () -> {
            SortedMap<Integer, String> folders = of(session.user());
            List<Change> changes = planner.plan(folders);
            return changes.isEmpty()
                    ? new Undertaking.Plan.Nothing<>(folders)
                    // The one who did it hears of it too: its reply holds the folders, not the conversations.
                    : new Undertaking.Plan.Write<>(
                            changes, _ -> folders, entries -> entries.forEach(entry -> fanout.committed(entry, null)));
        };
        lanes.submit(session.user(), new Undertaking<>(committer, plan, reply));
    }
}

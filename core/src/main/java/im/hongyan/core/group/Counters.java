package im.hongyan.core.group;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.group.Groups.Actor;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.GroupAction;
import im.hongyan.core.log.MessageLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Integers of a group by name: set, or added to without losing what another adds at the same moment.
public final class Counters {
    /// The greatest value, and with a minus the least: what JSON carries exactly everywhere.
    public static final long VALUE_MAX = (1L << 53) - 1;

    private static final String FACT = "counters";
    private static final String FIELD = "c.";

    private final Groups groups;
    private final Rosters rosters;
    private final MessageLog log;

    public Counters(Groups groups, Rosters rosters, MessageLog log) {
        this.groups = groups;
        this.rosters = rosters;
        this.log = log;
    }

    /// Changes counters; the answer holds all of them as they are then. Members hear of the new values.
    ///
    /// @param add whether the values are added to what is there
    public void change(
            ConversationId.Group id,
            Actor actor,
            boolean add,
            Map<String, Long> values,
            Consumer<Outcome<Map<String, Long>>> reply) {
        Map<String, Long> after = new TreeMap<>();
        groups.change(
                id,
                actor,
                work -> {
                    work.require(GroupOperation.COUNT);
                    after.putAll(values(work.fact(FACT)));
                    Map<String, String> told = new LinkedHashMap<>();
                    for (Map.Entry<String, Long> one : values.entrySet()) {
                        long before = add ? after.getOrDefault(one.getKey(), 0L) : 0;
                        after.put(one.getKey(), sum(before, one.getValue()));
                        told.put(FIELD + one.getKey(), Long.toString(sum(before, one.getValue())));
                    }
                    check(after);
                    if (!told.isEmpty()) {
                        work.plan.fact(FACT, texts(after));
                        work.plan.event(GroupAction.UPDATED, List.of(), told);
                    }
                },
                outcome -> reply.accept(outcome.map(_ -> Map.copyOf(after))));
    }

    private void check(Map<String, Long> counters) throws RefusedException {
        int countersMax = groups.limits().groupAttributesMax();
        if (counters.size() > countersMax) {
            throw new RefusedException(
                    Refusal.field(ErrorCode.TOO_MANY, "attributes", "at most " + countersMax + " counters"));
        }
        int bytesMax = groups.limits().groupNameBytesMax();
        for (String name : counters.keySet()) {
            if (name.isEmpty() || GroupChange.tooLong(name, bytesMax)) {
                throw new RefusedException(Refusal.field(
                        ErrorCode.TOO_LONG, "attributes", "a counter's name has 1 to " + bytesMax + " bytes"));
            }
        }
    }

    private static long sum(long before, long more) throws RefusedException {
        // Both are within bounds that leave room for their sum.
        long sum = before + more;
        if (Math.abs(more) > VALUE_MAX || Math.abs(sum) > VALUE_MAX) {
            throw new RefusedException(Refusal.field(
                    ErrorCode.BAD_FRAME,
                    "attributes",
                    "a counter is a number from -" + VALUE_MAX + " to " + VALUE_MAX));
        }
        return sum;
    }

    /// All counters, by name. Blocks on the log.
    public Outcome<Map<String, Long>> of(ConversationId.Group id, UserKey asker) {
        if (!id.app().equals(asker.app()) || rosters.load(id) == null) {
            return Outcome.refused(ErrorCode.GROUP_UNKNOWN);
        }
        if (!asker.user().equals(UserId.SYSTEM) && groups.member(id, asker.user()) == null) {
            return Outcome.refused(ErrorCode.NOT_A_MEMBER);
        }
        return Outcome.ok(values(log.fact(id, FACT)));
    }

    private static Map<String, Long> values(Map<String, String> fields) {
        Map<String, Long> values = new TreeMap<>();
        fields.forEach((name, value) -> values.put(name, Long.parseLong(value)));
        return values;
    }

    private static Map<String, String> texts(Map<String, Long> counters) {
        Map<String, String> texts = new LinkedHashMap<>();
        counters.forEach((name, value) -> texts.put(name, Long.toString(value)));
        return texts;
    }
}

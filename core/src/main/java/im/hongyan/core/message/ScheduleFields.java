package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.agenda.Places;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.Priority;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Special;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A scheduled message as the fields of a fact. Ids hold no control characters, so a line end parts them.
final class ScheduleFields {
    private static final String PART = "\n";

    private ScheduleFields() {}

    static Map<String, String> of(Schedules.Scheduled scheduled) {
        Sending sending = scheduled.sending();
        Map<String, String> fields = Places.fields(sending.to(), 0);
        fields.put("at", Long.toString(scheduled.atMs()));
        fields.put("p", Long.toString(scheduled.position()));
        fields.put("kind", Integer.toString(sending.kind().number()));
        fields.put("content", sending.content().toString());
        RawJson ext = sending.ext();
        if (ext != null) {
            fields.put("ext", ext.toString());
        }
        fields.put("mentions", String.join(PART, sending.mentions()));
        fields.put("quote", Long.toString(sending.quote()));
        fields.put("counts", Boolean.toString(sending.counts()));
        fields.put("notifies", Boolean.toString(sending.notifies()));
        Special special = sending.special();
        fields.put(
                "only",
                String.join(PART, special.only().stream().map(UserId::value).toList()));
        fields.put("priority", special.priority().word());
        fields.put("life", Long.toString(special.lifeMs()));
        fields.put("burn", Long.toString(special.burnMs()));
        return fields;
    }

    static Schedules.Scheduled read(UserKey user, String clientId, Map<String, String> fields) {
        String ext = fields.get("ext");
        Special special = new Special(
                list(fields, "only").stream().map(UserId::new).toList(),
                Objects.requireNonNull(Priority.of(text(fields, "priority"))),
                number(fields, "life"),
                number(fields, "burn"),
                false);
        Sending sending = new Sending(
                user,
                Places.conversation(user.app(), fields),
                clientId,
                ContentKind.of((int) number(fields, "kind")),
                RawJson.of(text(fields, "content")),
                ext == null ? null : RawJson.of(ext),
                list(fields, "mentions"),
                number(fields, "quote"),
                Boolean.parseBoolean(text(fields, "counts")),
                Boolean.parseBoolean(text(fields, "notifies")),
                false,
                0,
                special);
        return new Schedules.Scheduled(sending, number(fields, "at"), number(fields, "p"));
    }

    private static List<String> list(Map<String, String> fields, String name) {
        String text = text(fields, name);
        return text.isEmpty() ? List.of() : List.copyOf(Arrays.asList(text.split(PART, -1)));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(text(fields, name));
    }

    private static String text(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }
}

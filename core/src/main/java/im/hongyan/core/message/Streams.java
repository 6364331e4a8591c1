package im.hongyan.core.message;

import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.agenda.Agenda;
import im.hongyan.core.agenda.LiveTexts;
import im.hongyan.core.agenda.Places;
import im.hongyan.core.delivery.Audience;
import im.hongyan.core.delivery.Bus;
import im.hongyan.core.delivery.Fanout;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.core.log.Change;
import im.hongyan.core.log.Committer;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Happening;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.MessageLog;
import im.hongyan.core.log.Payload;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.log.Undertaking;
import im.hongyan.core.session.Session;
import im.hongyan.core.session.SessionId;
import im.hongyan.core.session.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Texts that are written before everybody's eyes: one numbered message whose text grows. Opening and finishing are
/// durable; the pieces between are hints to those who are there, and who comes late reads what there is. A message
/// that nobody writes on is finished by itself, with what was written, or after a restart with what it began with.
public final class Streams {
    private final MessageLog log;
    private final Committer committer;
    private final Fanout fanout;
    private final Lanes lanes;
    private final Agenda agenda;
    private final LiveTexts texts;
    private final Messages messages;
    private final Bus bus;
    private final Audience audience;
    private final Limits limits;
    private final Clock clock;

    public Streams(
            MessageLog log,
            Committer committer,
            Fanout fanout,
            Lanes lanes,
            Agenda agenda,
            LiveTexts texts,
            Messages messages,
            Bus bus,
            Audience audience,
            Limits limits,
            Clock clock) {
        this.log = log;
        this.committer = committer;
        this.fanout = fanout;
        this.lanes = lanes;
        this.agenda = agenda;
        this.texts = texts;
        this.messages = messages;
        this.bus = bus;
        this.audience = audience;
        this.limits = limits;
        this.clock = clock;
        agenda.work(Agenda.Kind.FINISH, items -> items.forEach(this::due));
    }

    /// Sends a message that goes on. Connection's thread, in order with other sends; otherwise as [Messages#send].
    ///
    /// @param text what it begins with; may be empty
    public void open(Session session, Sending sending, String text, Consumer<Outcome<Sent>> reply) {
        if (texts.count(session.user()) >= limits.streamsMax()) {
            reply.accept(Outcome.refused(
                    Refusal.detail(ErrorCode.STREAMS_TOO_MANY, "at most " + limits.streamsMax() + " at once")));
            return;
        }
        Sending open = sending.with(sending.special().withOpen(true)).saying(ContentKind.TEXT, LiveTexts.json(text));
        messages.send(session, open, new Opening(open.to(), text), reply);
    }

    private final class Opening implements Companion {
        private final ConversationId conversation;
        private final String text;

        Opening(ConversationId conversation, String text) {
            this.conversation = conversation;
            this.text = text;
        }

        @Override
        public List<Change> changes() {
            return List.of(new Change.Follow(conversation, entry -> remind(entry, entry.timeMs())));
        }

        @Override
        public void committed(List<Entry> entries) {
            Entry entry = entries.getFirst();
            if (entry.payload() instanceof Message message) {
                texts.open(entry, message, text, clock.millis());
                agenda.expect(conversation.app(), entry.timeMs() + limits.streamIdleMs());
            }
        }
    }

    private Change.Put remind(Entry entry, long fromMs) {
        return Agenda.put(
                entry.conversation().app(),
                fromMs + limits.streamIdleMs(),
                Agenda.Kind.FINISH,
                Long.toString(entry.position()),
                Places.fields(entry.conversation(), entry.number()));
    }

    /// Adds a piece of text and hands it on to those who are there.
    ///
    /// @param at how many characters (UTF-16) of the text come before it
    /// @return the length of the text after it
    public Outcome<Integer> add(Session session, ConversationId conversation, long number, int at, String piece) {
        LiveTexts.Live live = texts.find(conversation, number);
        if (live == null || !live.author().equals(session.user().user())) {
            return Outcome.refused(ErrorCode.STREAM_UNKNOWN);
        }
        long nowMs = clock.millis();
        int length = live.add(at, piece, limits.contentBytesMax(), nowMs);
        if (length == -1) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.STREAM_OUT_OF_ORDER,
                    "data.at",
                    "the text has " + live.text().length() + " characters by now"));
        }
        if (length == -2) {
            return Outcome.refused(Refusal.field(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "data.text",
                    "content is larger than " + limits.contentBytesMax() + " bytes"));
        }
        Signal signal = new Signal.Streamed(conversation, live.author(), number, at, piece, nowMs);
        tell(conversation, live.message().special().only(), live.author(), signal, session.id());
        return Outcome.ok(length);
    }

    private void tell(ConversationId conversation, List<UserId> only, UserId author, Signal signal, SessionId origin) {
        switch (conversation) {
            case ConversationId.Single(var app, var a, var b) -> {
                bus.publish(new UserKey(app, a), signal, origin);
                if (!a.equals(b)) {
                    bus.publish(new UserKey(app, b), signal, origin);
                }
            }
            case ConversationId.Group group ->
                audience.connected(group, user -> {
                    if (only.isEmpty()
                            || only.contains(user.user())
                            || user.user().equals(author)) {
                        bus.publish(user, signal, origin);
                    }
                });
            case ConversationId.Room _, ConversationId.Feed _ -> {}
        }
    }

    /// Makes the message whole. The reply, on any thread, is where the event stands that says so.
    ///
    /// @param text the whole text; null = as it was streamed
    public void finish(
            Session session,
            ConversationId conversation,
            long number,
            @Nullable String text,
            Consumer<Outcome<Sent>> reply) {
        Undertaking.Planner<Sent> plan = () -> {
            LiveTexts.Live live = texts.find(conversation, number);
            if (live == null || !live.author().equals(session.user().user())) {
                throw new RefusedException(Refusal.of(ErrorCode.STREAM_UNKNOWN));
            }
            RawJson content = LiveTexts.json(text == null ? live.text() : text);
            if (content.length() > limits.contentBytesMax()) {
                throw new RefusedException(Refusal.field(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "data.text",
                        "content is larger than " + limits.contentBytesMax() + " bytes"));
            }
            List<Change> changes = whole(conversation, number, content, "done");
            if (changes.isEmpty()) {
                // Recalled, or ended, while it was written.
                texts.close(conversation, number);
                throw new RefusedException(Refusal.of(ErrorCode.STREAM_UNKNOWN));
            }
            return new Undertaking.Plan.Write<>(
                    changes,
                    entries -> {
                        texts.close(conversation, number);
                        return Sent.of(entries.getFirst());
                    },
                    this::tell);
        };
        lanes.submit(conversation, new Undertaking<>(committer, plan, reply));
    }

    /// The author's session hears of it too: its own text may have been cut by the time.
    private void tell(List<Entry> entries) {
        entries.forEach(entry -> fanout.committed(entry, null));
    }

    /// Nobody has written for long, or a reminder is late: on the agenda's thread.
    private void due(Agenda.Item item) {
        ConversationId conversation = Places.conversation(item.app(), item.fields());
        long number = Places.number(item.fields());
        Undertaking.Planner<Boolean> plan = () -> {
            LiveTexts.Live live = texts.find(conversation, number);
            Entry entry = log.entry(conversation, number);
            List<Change> changes = new ArrayList<>();
            boolean over;
            if (entry != null && live != null && clock.millis() - live.touchedMs() < limits.streamIdleMs()) {
                over = false;
                changes.add(remind(entry, live.touchedMs()));
            } else {
                over = true;
                changes.addAll(
                        whole(conversation, number, live == null ? null : LiveTexts.json(live.text()), "silence"));
            }
            changes.add(item.done());
            return new Undertaking.Plan.Write<>(changes, _ -> over, entries -> {
                if (over) {
                    texts.close(conversation, number);
                }
                agenda.release(item);
                // The new reminder, if there is one, is found by looking.
                agenda.expect(item.app(), 0);
                tell(entries);
            });
        };
        lanes.submit(conversation, new Undertaking<>(committer, plan, outcome -> {
            if (outcome instanceof Outcome.Refused<Boolean>) {
                agenda.later(item, clock.millis());
            }
        }));
    }

    /// What makes the message whole; nothing if it is not open any more.
    ///
    /// @param content null = as it stands in the log
    private List<Change> whole(ConversationId conversation, long number, @Nullable RawJson content, String why) {
        Entry entry = log.entry(conversation, number);
        if (entry == null
                || !(entry.payload() instanceof Message message)
                || !message.special().open()) {
            return List.of();
        }
        RawJson now = content == null ? message.content() : content;
        return List.of(
                new Change.Rewrite(conversation, number, message.written(now, false)),
                new Change.Append(
                        conversation,
                        new Payload.Happened(
                                message.sender(),
                                Happening.FINISHED,
                                List.of(number),
                                Map.of("content", now.toString(), "why", why),
                                message.special().only()),
                        clock.millis()));
    }
}

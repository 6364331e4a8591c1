package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ContentKind;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.log.Entry;
import im.hongyan.core.log.Fate;
import im.hongyan.core.log.Message;
import im.hongyan.core.log.RawJson;
import im.hongyan.core.message.Sending;
import im.hongyan.dialect.entry.StreamedText;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonOut;
import im.hongyan.dialect.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A data packet as a message of the house, and any message of the house as a data packet. What has no home there
/// travels in `ext.mobileimsdk`, so that a message read back here is what was sent. Not thread-safe: it reuses its
/// scratch space.
final class Stored {
    private static final int TYPEU = 0;
    private static final int FP = 1;
    private static final int BRIDGE = 2;
    private static final int SM = 3;
    private static final int EMPTY = 4;
    private static final JsonNames OWN = new JsonNames(List.of("typeu", "fp", "bridge", "sm", "empty"));
    private static final JsonNames EXT = new JsonNames(List.of("mobileimsdk"));
    private static final JsonNames TEXT = new JsonNames(List.of("text"));
    private static final int DEPTH_MAX = 64;
    private static final String EDITED = "[已编辑] ";

    private static final byte[] TEXT_KEY = bytes("{\"text\":");
    private static final byte[] TYPEU_KEY = bytes("{\"mobileimsdk\":{\"typeu\":");
    private static final byte[] FP_KEY = bytes(",\"fp\":");
    private static final byte[] BRIDGE_KEY = bytes(",\"bridge\":true");
    private static final byte[] SM_KEY = bytes(",\"sm\":");
    private static final byte[] EMPTY_KEY = bytes(",\"empty\":");
    private static final RawJson NO_TEXT = RawJson.of("{\"data\":\"\"}");
    private static final RawJson PLAIN = RawJson.of("{\"mobileimsdk\":{\"typeu\":-1}}");

    private final JsonOut out = new JsonOut();
    private final JsonFields ext = new JsonFields(EXT, ErrorCode.BAD_CONTENT, "");
    private final JsonFields own = new JsonFields(OWN, ErrorCode.BAD_CONTENT, "");
    private final JsonFields text = new JsonFields(TEXT, ErrorCode.BAD_CONTENT, "");
    private final MessageLine line = new MessageLine();

    /// What this dialect has kept of a message that came in by it.
    ///
    /// @param empty a packet without any text: 0 = it has one, 1 = it was empty, 2 = there was none at all
    private record Own(int typeu, @Nullable String fp, boolean bridge, long sm, int empty) {
        static final Own NONE = new Own(Packet.UNSET, null, false, Packet.UNSET, 0);
    }

    /// @param clientId the fingerprint's, or one made up for a packet without
    /// @param retry whether it may have been sent before
    /// @param ageMs how long ago at most
    Sending sending(UserKey from, ConversationId.Single to, Packet packet, String clientId, boolean retry, long ageMs) {
        String data = packet.dataContent();
        boolean empty = data == null || data.isEmpty();
        RawJson content = data == null || empty
                ? NO_TEXT
                : new RawJson(out.clear().raw(TEXT_KEY).string(data).raw('}').toBytes());
        return new Sending(
                from,
                to,
                clientId,
                empty ? ContentKind.CUSTOM : ContentKind.TEXT,
                content,
                ext(packet, clientId),
                List.of(),
                0,
                true,
                true,
                retry,
                ageMs);
    }

    private RawJson ext(Packet packet, String clientId) {
        String fp = packet.fp();
        String data = packet.dataContent();
        boolean named = fp == null || fp.equals(clientId);
        boolean empty = data == null || data.isEmpty();
        if (named && !empty && packet.typeu() == Packet.UNSET && packet.sm() == Packet.UNSET && !packet.bridge()) {
            return PLAIN;
        }
        out.clear().raw(TYPEU_KEY).number(packet.typeu());
        if (fp != null && !named) {
            out.raw(FP_KEY).string(fp);
        }
        if (packet.bridge()) {
            out.raw(BRIDGE_KEY);
        }
        if (packet.sm() != Packet.UNSET && Math.abs(packet.sm()) <= JsonText.INTEGER_MAX) {
            out.raw(SM_KEY).number(packet.sm());
        }
        if (empty) {
            out.raw(EMPTY_KEY).number(data == null ? 2 : 1);
        }
        return new RawJson(out.raw('}').raw('}').toBytes());
    }

    /// The packet that carries an entry to its receiver; null if it is nothing that one would show.
    ///
    /// @param stamped whether `sm` says when the server accepted it
    @Nullable
    Packet packet(Entry entry, boolean stamped) {
        if (entry.payload() instanceof Fate.Edited edited) {
            return edit(entry, edited, stamped);
        }
        if (!(StreamedText.whole(entry.payload()) instanceof Message message)
                || !(entry.conversation() instanceof ConversationId.Single conversation)) {
            return null;
        }
        Own kept = own(message.ext());
        String data = kept == null ? line.of(message) : data(message, kept);
        if (data == null && kept == null) {
            return null;
        }
        Own as = kept == null ? Own.NONE : kept;
        String fp = kept == null ? Fingerprints.of(entry) : fingerprint(entry, message, kept);
        return new Packet(
                as.bridge(),
                Packet.DATA,
                data,
                UserNames.onWire(message.sender()),
                UserNames.onWire(conversation.peerOf(message.sender())),
                fp,
                true,
                as.typeu(),
                stamped ? entry.timeMs() : as.sm());
    }

    /// An edit as one more message that says so: these clients cannot change what they have shown.
    private @Nullable Packet edit(Entry entry, Fate.Edited edited, boolean stamped) {
        Message now = edited.now();
        String data = now == null ? null : line.of(now);
        if (data == null || !(entry.conversation() instanceof ConversationId.Single conversation)) {
            return null;
        }
        return new Packet(
                false,
                Packet.DATA,
                EDITED + data,
                UserNames.onWire(edited.author()),
                UserNames.onWire(conversation.peerOf(edited.author())),
                Fingerprints.of(entry),
                true,
                Packet.UNSET,
                stamped ? entry.timeMs() : Packet.UNSET);
    }

    private static String fingerprint(Entry entry, Message message, Own kept) {
        if (kept.fp() != null) {
            return kept.fp();
        }
        // One made up for a packet without a fingerprint means nothing to anybody.
        return message.clientId().startsWith(MobileImRequests.MADE_UP) ? Fingerprints.of(entry) : message.clientId();
    }

    private @Nullable String data(Message message, Own kept) {
        if (kept.empty() != 0) {
            return kept.empty() == 1 ? "" : null;
        }
        try {
            RawJson content = message.content();
            text.read(content.bytes(), 0, content.length(), DEPTH_MAX);
            return text.has(0) ? text.string(0) : line.of(message);
        } catch (JsonException | RefusedException foreign) {
            return line.of(message);
        } finally {
            text.clear();
        }
    }

    /// What we have kept in a message's `ext`; null if it did not come in here. Any client can write anything
    /// there, so whatever does not fit is passed over.
    private @Nullable Own own(@Nullable RawJson json) {
        if (json == null) {
            return null;
        }
        if (json.equals(PLAIN)) {
            return Own.NONE;
        }
        try {
            ext.read(json.bytes(), 0, json.length(), DEPTH_MAX);
            if (!ext.has(0) || json.bytes()[ext.start(0)] != '{') {
                return null;
            }
            own.read(json.bytes(), ext.start(0), ext.end(0), DEPTH_MAX);
            String fp = own.stringOrNull(FP);
            return new Own(
                    (int) own.integer(TYPEU, Integer.MIN_VALUE, Integer.MAX_VALUE, Packet.UNSET),
                    fp == null || fp.isEmpty() || fp.length() > Fingerprints.CHARS_MAX ? null : fp,
                    own.bool(BRIDGE, false),
                    own.integer(SM, -JsonText.INTEGER_MAX, JsonText.INTEGER_MAX, Packet.UNSET),
                    (int) own.integer(EMPTY, 0, 2, 0));
        } catch (JsonException | RefusedException foreign) {
            return null;
        } finally {
            ext.clear();
            own.clear();
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}

package im.hongyan.dialects.mobileimsdk;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialect.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Bytes to packets. Pure: the same bytes give the same answer, whatever they are. As tolerant as the original
/// where its clients rely on it: unknown fields and nulls are passed over, of a field given twice the last counts,
/// numbers stand for strings and quoted numbers and booleans for themselves, and a field that is missing is 0,
/// false or null. The other direction is [MobileImWriter]. Not thread-safe: it reuses its scratch space.
final class MobileImCodec {
    private static final int BRIDGE = 0;
    private static final int TYPE = 1;
    private static final int DATA_CONTENT = 2;
    private static final int FROM = 3;
    private static final int TO = 4;
    private static final int FP = 5;
    private static final int QOS = 6;
    private static final int TYPEU = 7;
    private static final int SM = 8;
    private static final JsonNames PACKET =
            new JsonNames(List.of("bridge", "type", "dataContent", "from", "to", "fp", "QoS", "typeu", "sm"));

    private static final int USER_ID = 0;
    private static final int TOKEN = 1;
    private static final int EXTRA = 2;
    private static final int FIRST_LOGIN_TIME = 3;
    private static final JsonNames LOGIN =
            new JsonNames(List.of("loginUserId", "loginToken", "extra", "firstLoginTime"));

    private final int depthMax;
    private final JsonFields packet = new JsonFields(PACKET, ErrorCode.BAD_FRAME, "");
    private final JsonFields login = new JsonFields(LOGIN, ErrorCode.BAD_FRAME, "");

    /// @param depthMax how deep unknown fields may nest
    MobileImCodec(int depthMax) {
        this.depthMax = depthMax;
    }

    /// Who wants to come in.
    ///
    /// @param firstLoginTime what the server told at the first login; 0 = this is the first
    record LoginInfo(String userId, String token, @Nullable String extra, long firstLoginTime) {}

    /// Reads one frame; null if it is no packet. Nothing of the array is kept.
    @Nullable
    Packet decode(byte[] in, int offset, int length) {
        try {
            return new Fields(packet, in, offset, length, depthMax).packet();
        } catch (JsonException e) {
            return null;
        } finally {
            packet.clear();
        }
    }

    /// Reads the content of a login; null if it names nobody.
    @Nullable
    LoginInfo login(@Nullable String dataContent) {
        if (dataContent == null) {
            return null;
        }
        byte[] in = dataContent.getBytes(StandardCharsets.UTF_8);
        try {
            return new Fields(login, in, 0, in.length, depthMax).login();
        } catch (JsonException e) {
            return null;
        } finally {
            login.clear();
        }
    }

    /// One object's fields, read leniently.
    private static final class Fields {
        private final JsonFields fields;
        private final byte[] in;

        Fields(JsonFields fields, byte[] in, int offset, int length, int depthMax) throws JsonException {
            this.fields = fields;
            this.in = in;
            int end = offset + length;
            int after = fields.read(in, JsonScanner.skipSpace(in, offset, end), end, depthMax);
            if (JsonScanner.skipSpace(in, after, end) != end) {
                throw JsonException.malformed();
            }
        }

        Packet packet() throws JsonException {
            return new Packet(
                    bool(BRIDGE),
                    integer(TYPE),
                    string(DATA_CONTENT),
                    string(FROM),
                    string(TO),
                    string(FP),
                    bool(QOS),
                    integer(TYPEU),
                    number(SM));
        }

        @Nullable
        LoginInfo login() throws JsonException {
            String userId = string(USER_ID);
            if (userId == null) {
                return null;
            }
            String token = string(TOKEN);
            return new LoginInfo(userId, token == null ? "" : token, string(EXTRA), number(FIRST_LOGIN_TIME));
        }

        private @Nullable String string(int field) throws JsonException {
            if (!fields.has(field)) {
                return null;
            }
            int start = fields.start(field);
            return switch (in[start]) {
                case '"' -> JsonText.string(in, start, fields.end(field));
                case '{', '[' -> throw JsonException.malformed();
                default -> new String(in, start, fields.length(field), StandardCharsets.ISO_8859_1);
            };
        }

        private int integer(int field) throws JsonException {
            long value = number(field);
            if (value != (int) value) {
                throw JsonException.malformed();
            }
            return (int) value;
        }

        private long number(int field) throws JsonException {
            if (!fields.has(field)) {
                return 0;
            }
            int start = fields.start(field);
            int end = fields.end(field);
            if (in[start] == '"') {
                start++;
                end--;
            }
            if (start == end) {
                throw JsonException.malformed();
            }
            OptionalLong exact = JsonText.integer(in, start, end);
            return exact.isPresent() && in[end - 1] != '-' ? exact.getAsLong() : wide(in, start, end);
        }

        /// A number beyond what JavaScript holds, or with a fraction of nothing.
        private static long wide(byte[] in, int start, int end) throws JsonException {
            String text = new String(in, start, end - start, StandardCharsets.ISO_8859_1);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException notLong) {
                try {
                    double value = Double.parseDouble(text);
                    if (value == (long) value && Math.abs(value) <= JsonText.INTEGER_MAX) {
                        return (long) value;
                    }
                } catch (NumberFormatException notNumber) {
                    throw JsonException.malformed();
                }
                throw JsonException.malformed();
            }
        }

        private boolean bool(int field) throws JsonException {
            if (!fields.has(field)) {
                return false;
            }
            return switch (in[fields.start(field)]) {
                case 't' -> true;
                case 'f' -> false;
                case '"' -> Boolean.parseBoolean(string(field));
                default -> throw JsonException.malformed();
            };
        }
    }
}

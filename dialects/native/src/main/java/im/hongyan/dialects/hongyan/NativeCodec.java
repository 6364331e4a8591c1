package im.hongyan.dialects.hongyan;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.limit.Limits;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialect.json.JsonText;

/// Bytes to requests. Pure: the same bytes give the same answer, whatever they are, and no exception. The other
/// direction is [NativeWriter]. Not thread-safe: it reuses its scratch space.
final class NativeCodec {
    private final Limits limits;
    private final JsonFields fields;
    private final RequestReader reader;

    NativeCodec(Limits limits) {
        this.limits = limits;
        this.fields = new JsonFields(FrameReader.FIELDS, ErrorCode.BAD_FRAME, "");
        this.reader = new RequestReader(limits, fields);
    }

    /// Reads one frame. Nothing of the array is kept.
    Inbound decode(byte[] in, int offset, int length) {
        try {
            return read(in, offset, offset + length);
        } finally {
            fields.clear();
        }
    }

    private Inbound read(byte[] in, int begin, int end) {
        long id = 0;
        try {
            int after;
            try {
                after = fields.read(in, JsonScanner.skipSpace(in, begin, end), end, limits.jsonDepthMax());
            } catch (JsonException e) {
                return new Inbound.Unreadable(idIfAny(), refusal(e));
            }
            if (JsonScanner.skipSpace(in, after, end) != end) {
                return new Inbound.Unreadable(idIfAny(), Refusal.of(ErrorCode.BAD_JSON));
            }
            id = idIfAny();
            fields.checkTwice();
            id = fields.integer(FrameReader.ID, 1, JsonText.INTEGER_MAX, 0);
            return reader.read(in, id);
        } catch (JsonException e) {
            return new Inbound.Unreadable(id, refusal(e));
        } catch (RefusedException e) {
            return new Inbound.Unreadable(id, e.refusal());
        }
    }

    /// The id of a frame that is refused as a whole, where it was read before the fault.
    private long idIfAny() {
        try {
            return fields.integer(FrameReader.ID, 1, JsonText.INTEGER_MAX, 0);
        } catch (RefusedException _) {
            return 0;
        }
    }

    private static Refusal refusal(JsonException e) {
        return Refusal.of(e.isTooDeep() ? ErrorCode.TOO_DEEP : ErrorCode.BAD_JSON);
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialects.wafer.business.Poster;
import im.hongyan.dialects.wafer.business.Signature;
import im.hongyan.dialects.wafer.business.Tunnel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What happens at a business server's tunnels, posted to it and signed. Each is tried once: a second try could say
/// the same thing twice.
final class Callbacks {
    private static final JsonNames NAMES = new JsonNames(List.of("code"));
    private static final int DEPTH_MAX = 16;

    private final BackEnd backEnd;
    private final Poster poster;
    private final long timeoutMs;
    private final Semaphore places;
    private final LongAdder failed;

    /// @param atOnceMax callbacks to this business server under way at once: a slow one takes nobody else's place
    /// @param failed counts those that did not arrive or were refused
    Callbacks(BackEnd backEnd, Poster poster, long timeoutMs, int atOnceMax, LongAdder failed) {
        this.backEnd = backEnd;
        this.poster = poster;
        this.timeoutMs = timeoutMs;
        this.places = new Semaphore(atOnceMax);
        this.failed = failed;
    }

    /// The business server behind one address.
    Business to(String receiveUrl) {
        return new Business() {
            @Override
            public boolean connected(Tunnel tunnel) {
                return post(receiveUrl, tunnel, "connect", null);
            }

            @Override
            public void message(Tunnel tunnel, String raw) {
                post(receiveUrl, tunnel, "message", raw);
            }

            @Override
            public void closed(Tunnel tunnel) {
                post(receiveUrl, tunnel, "close", null);
            }
        };
    }

    /// @return whether the business server has taken it
    private boolean post(String receiveUrl, Tunnel tunnel, String type, @Nullable String content) {
        String data = WaferWriter.event(tunnel.id(), type, content);
        byte[] body = WaferWriter.callback(data, Signature.of(data, backEnd.key()));
        boolean taken = false;
        try {
            if (places.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS)) {
                try {
                    Poster.Answer answer = poster.post(receiveUrl, body, timeoutMs);
                    taken = answer.status() / 100 == 2 && isZero(answer.body());
                } finally {
                    places.release();
                }
            }
        } catch (IOException e) {
            taken = false; // counted below; who operates the business server sees why
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            failed.increment();
        }
        return taken;
    }

    /// Whether an answer says `"code":0`, or nothing of a code.
    static boolean isZero(byte[] body) {
        JsonFields fields = new JsonFields(NAMES, ErrorCode.BAD_JSON, "");
        try {
            fields.read(body, JsonScanner.skipSpace(body, 0, body.length), body.length, DEPTH_MAX);
            return fields.integer(0, Long.MIN_VALUE, Long.MAX_VALUE, 0) == 0;
        } catch (JsonException | RefusedException e) {
            return false;
        }
    }
}

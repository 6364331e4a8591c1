package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and the way back to it. Begun on the request's event loop; answered from any thread, once.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerRequest request;
    private final Context context;
    private final RestMeter meter;
    private final int bodyBytesMax;
    private final long begunNanos = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(HttpServerRequest request, Context context, RestMeter meter, int bodyBytesMax) {
        this.request = request;
        this.context = context;
        this.meter = meter;
        this.bodyBytesMax = bodyBytesMax;
    }

    /// Reads the whole body and hands it on, unless it is larger than allowed. The port closes a connection whose
    /// body does not come to its end.
    void readBody(Consumer<byte[]> whole) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The HTTP decoder has refused a length that is no number.
        if (length != null && Long.parseLong(length) > bodyBytesMax) {
            refuseBody();
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue().onFailure(this::lost);
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= bodyBytesMax) {
                body.appendBuffer(part);
            } else if (!answered.get()) {
                refuseBody();
            }
        });
        request.exceptionHandler(this::lost);
        request.endHandler(_ -> {
            if (!answered.get()) {
                whole.accept(body.getBytes());
            }
        });
    }

    private void refuseBody() {
        Refusal refusal =
                Refusal.detail(ErrorCode.MESSAGE_TOO_LARGE, "The body is larger than " + bodyBytesMax + " bytes.");
        answer(ErrorReplies.of(refusal));
    }

    /// Counts an answer that goes out by another way than [#answer].
    void counted(int status) {
        answered.set(true);
        meter.count(status, System.nanoTime() - begunNanos);
    }

    /// Answers. A second answer to the same request is a fault of ours, and is told to the log only.
    void answer(Reply reply) {
        if (!answered.compareAndSet(false, true)) {
            LOG.warn("{} {} was answered twice", request.method(), meter.path());
            return;
        }
        meter.count(reply.status(), System.nanoTime() - begunNanos);
        context.runOnContext(_ -> write(reply));
    }

    private void write(Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (!request.isEnded()) {
            drain();
        }
        response.setStatusCode(reply.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        reply.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(reply.body())).onFailure(this::lost);
    }

    /// Passes over a body that nobody wants, so that its sender gets to read the answer; but not for ever.
    private void drain() {
        long[] passed = new long[1];
        request.exceptionHandler(this::lost);
        request.handler(part -> {
            passed[0] += part.length();
            if (passed[0] > bodyBytesMax) {
                request.connection().close().onFailure(this::lost);
            }
        });
    }

    private void lost(Throwable reason) {
        LOG.debug("{} {} lost its connection", request.method(), meter.path(), reason);
    }
}

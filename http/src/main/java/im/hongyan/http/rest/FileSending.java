package im.hongyan.http.rest;

import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.StoredFile;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file on its way out, piece by piece, as fast as its reader takes them. What users sent is shown as what its
/// content says and nothing else, in a box: no script in it runs, whatever a browser takes it for.
final class FileSending {
    private static final Logger LOG = LoggerFactory.getLogger(FileSending.class);
    private static final int PIECE_BYTES = 65_536;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Exchange exchange;
    private final Blobs.Blob blob;
    private final long maxAgeMs;
    private long at;
    private long end;
    private boolean reading;
    private boolean over;

    FileSending(HttpServerRequest request, Vertx vertx, Exchange exchange, Blobs.Blob blob, long maxAgeMs) {
        this.request = request;
        this.response = request.response();
        this.vertx = vertx;
        this.exchange = exchange;
        this.blob = blob;
        this.maxAgeMs = maxAgeMs;
    }

    /// On the request's event loop.
    void begin() {
        if (response.closed()) {
            over();
            return;
        }
        StoredFile file = blob.file();
        String tag = '"' + file.id().value() + '"';
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, immutable, max-age=" + Math.max(0, maxAgeMs / 1_000))
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.ETAG, tag);
        String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (held != null && (held.contains(tag) || held.strip().equals("*"))) {
            bodiless(304);
            return;
        }
        String ifRange = request.getHeader("If-Range");
        String range = ifRange == null || ifRange.strip().equals(tag) ? request.getHeader("Range") : null;
        switch (ByteRange.parse(range, file.bytes())) {
            case ByteRange.Whole _ -> send(200, 0, file.bytes() - 1);
            case ByteRange.Part(long first, long last) -> {
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes " + first + "-" + last + "/" + file.bytes());
                send(206, first, last);
            }
            case ByteRange.Outside _ -> {
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.bytes());
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                bodiless(416);
            }
        }
    }

    private void bodiless(int status) {
        exchange.counted(status);
        response.setStatusCode(status).end();
        over();
    }

    private void send(int status, long first, long last) {
        exchange.counted(status);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, blob.file().kind().mediaType())
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(last - first + 1));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            over();
            return;
        }
        at = first;
        end = last + 1;
        response.exceptionHandler(this::lost);
        response.closeHandler(_ -> over());
        response.drainHandler(_ -> next());
        next();
    }

    private void next() {
        if (over || reading || response.writeQueueFull()) {
            return;
        }
        if (at == end) {
            response.end();
            over();
            return;
        }
        reading = true;
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, end - at));
        long from = at;
        vertx.executeBlocking(() -> blob.read(piece, from), false).onComplete(done -> {
            reading = false;
            if (over) {
                close();
            } else if (done.failed() || done.result() < 1) {
                // The length was promised; only a broken connection tells that it is not kept.
                LOG.error("File {} cannot be read any further", blob.file().id(), done.cause());
                request.connection().close().onFailure(this::lost);
                over();
            } else {
                at += done.result();
                response.write(BufferInternal.buffer(Unpooled.wrappedBuffer(piece.flip())))
                        .onFailure(this::lost);
                next();
            }
        });
    }

    private void lost(Throwable reason) {
        LOG.debug("A reader of file {} went away", blob.file().id(), reason);
        over();
    }

    private void over() {
        if (!over) {
            over = true;
            if (!reading) {
                close();
            }
        }
    }

    private void close() {
        vertx.executeBlocking(
                        () -> {
                            blob.close();
                            return Map.of();
                        },
                        false)
                .onFailure(
                        open -> LOG.warn("File {} was not closed", blob.file().id(), open));
    }
}

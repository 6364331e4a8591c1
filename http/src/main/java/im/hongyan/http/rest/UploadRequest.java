package im.hongyan.http.rest;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.file.Upload;
import im.hongyan.http.HttpPort;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A form with one file, read while it comes in. The request is held while a piece of it is being written, so that
/// no more than one network buffer of it is ever in memory. Everything but the writing happens on the event loop.
final class UploadRequest {
    private static final Logger LOG = LoggerFactory.getLogger(UploadRequest.class);
    private static final String FIELD = "file";

    private final HttpServerRequest request;
    private final Exchange exchange;
    private final Context context;
    private final long bytesMax;
    private final FormReader form;
    private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
    private @Nullable Upload upload;
    private long passed;
    private boolean seen;
    private boolean ended;
    private boolean writing;
    /// Answered, or without anyone to answer.
    private boolean over;

    /// @param bytesMax of the whole body
    UploadRequest(HttpServerRequest request, Exchange exchange, Context context, String boundary, long bytesMax) {
        this.form = new FormReader(boundary, new Wanted());
        this.request = request;
        this.exchange = exchange;
        this.context = context;
        this.bytesMax = bytesMax;
    }

    /// Stops the body while its sender is looked at.
    void hold() {
        request.pause();
        request.exceptionHandler(this::broken);
    }

    /// Answers that it is not taken. From any thread.
    void refuse(Reply reply) {
        context.runOnContext(_ -> end(reply));
    }

    /// Lets the body come. From any thread.
    void begin(Upload taken, long ms) {
        context.runOnContext(_ -> {
            upload = taken;
            if (over) {
                abort();
                return;
            }
            HttpPort.allowBody(request, ms);
            read();
        });
    }

    private void read() {
        request.handler(this::take);
        request.endHandler(_ -> {
            ended = true;
            next();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue().onFailure(this::broken);
        }
        request.resume();
    }

    private void take(Buffer bytes) {
        if (over) {
            return;
        }
        passed += bytes.length();
        if (passed > bytesMax) {
            end(ErrorReplies.of(Refusal.field(ErrorCode.FILE_TOO_LARGE, FIELD, ErrorCode.FILE_TOO_LARGE.english())));
            return;
        }
        try {
            form.read(bytes.getBytes());
        } catch (RefusedException e) {
            end(ErrorReplies.of(e.refusal()));
            return;
        }
        if (!pieces.isEmpty()) {
            request.pause();
            next();
        }
    }

    /// The one file; other fields are passed over.
    private final class Wanted implements FormReader.Parts {
        private boolean here;

        @Override
        public void begin(String name, boolean file) throws RefusedException {
            here = file;
            if (!file) {
                return;
            }
            if (!name.equals(FIELD)) {
                throw new RefusedException(
                        Refusal.field(ErrorCode.BAD_FRAME, FIELD, "The file's field is called `file`."));
            }
            if (seen) {
                throw new RefusedException(Refusal.field(ErrorCode.TOO_MANY, FIELD, "One request brings one file."));
            }
            seen = true;
        }

        @Override
        public void bytes(ByteBuffer some) {
            if (here) {
                pieces.add(some);
            }
        }

        @Override
        public void end() {
            here = false;
        }
    }

    /// Writes the next piece, or asks for more, or has it all.
    private void next() {
        if (writing || over || upload == null) {
            return;
        }
        Upload to = upload;
        ByteBuffer piece = pieces.poll();
        if (piece != null) {
            work(() -> {
                to.write(piece);
                return null;
            });
        } else if (!ended) {
            request.resume();
        } else if (!seen && form.isWhole()) {
            end(ErrorReplies.of(Refusal.field(ErrorCode.BAD_FRAME, FIELD, "The form has no file called `file`.")));
        } else if (!form.isWhole()) {
            end(ErrorReplies.of(Refusal.detail(ErrorCode.BAD_FRAME, "The request ends before its form does.")));
        } else {
            work(() -> FileRoutes.described(201, to.finish()));
        }
    }

    private void work(FileRoutes.Risky<Reply> work) {
        writing = true;
        context.<@Nullable Reply>executeBlocking(() -> FileRoutes.attempt(work), true)
                .onComplete(done -> {
                    writing = false;
                    if (over) {
                        abort();
                    } else if (done.result() != null) {
                        end(done.result());
                    } else {
                        next();
                    }
                });
    }

    /// The client went away, or was too slow.
    private void broken(Throwable reason) {
        if (!over) {
            LOG.debug("An upload broke off", reason);
            over = true;
            abort();
        }
    }

    private void end(Reply reply) {
        if (over) {
            return;
        }
        over = true;
        abort();
        exchange.answer(reply);
        // What still comes is passed over, as far as that is bearable.
        request.resume();
    }

    /// Forgets what came in, unless it is being written right now (then afterwards) or is whole.
    private void abort() {
        pieces.clear();
        Upload unwanted = upload;
        if (unwanted == null || writing) {
            return;
        }
        upload = null;
        context.executeBlocking(
                        () -> {
                            unwanted.abort();
                            return null;
                        },
                        true)
                .onFailure(left -> LOG.warn("An unwanted upload was left behind", left));
    }
}

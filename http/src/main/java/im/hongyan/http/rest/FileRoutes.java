package im.hongyan.http.rest;

import im.hongyan.core.Core;
import im.hongyan.core.account.Accounts;
import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.file.Blobs;
import im.hongyan.core.file.BlobsUnavailableException;
import im.hongyan.core.file.Files;
import im.hongyan.core.file.StoredFile;
import im.hongyan.core.file.Upload;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of users, for their clients: a user's login token opens these routes, not the administrator's key. The
/// bytes are read at `/files/`, with a signed address and no token.
public final class FileRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
    private static final String SCHEME = "Bearer ";
    static final String UPLOAD = "/api/v1/files";
    static final String FRESH = "/api/v1/files/{file}";
    static final String BYTES = "/files/{file}";
    /// What a form has around its file.
    private static final int FORM_BYTES_MAX = 65_536;

    private final Core core;
    private final Files files;
    private final RestMeter uploads = new RestMeter("POST", UPLOAD);
    private final RestMeter fresh = new RestMeter("GET", FRESH);
    private final RestMeter bytes = new RestMeter("GET", BYTES);

    public FileRoutes(Core core, Files files) {
        this.core = core;
        this.files = files;
    }

    /// Comes before the routes of the back-end, which would want another key.
    public void mount(Router router) {
        router.route("/api/v1/files/*").order(-2).handler(this::handleApi);
        router.route("/files/*").order(-2).handler(this::handleBytes);
    }

    /// The counters of every route, for the server's metrics.
    public List<RestMeter> meters() {
        return List.of(uploads, fresh, bytes);
    }

    private Exchange begin(RoutingContext context, RestMeter meter) {
        return new Exchange(
                context.request(),
                context.vertx().getOrCreateContext(),
                meter,
                core.limits().fileBytesMax() + core.limits().httpBodyBytesMax());
    }

    private void handleApi(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        HttpMethod method = context.request().method();
        if (path.equals(UPLOAD)) {
            Exchange exchange = begin(context, uploads);
            if (method.equals(HttpMethod.POST)) {
                upload(context, exchange);
            } else {
                exchange.answer(wrongMethod("POST"));
            }
            return;
        }
        Exchange exchange = begin(context, fresh);
        Map<String, String> values = Template.of(FRESH).match(Template.split(path));
        if (values == null) {
            exchange.answer(ErrorReplies.of(Refusal.of(ErrorCode.UNKNOWN_OPERATION)));
        } else if (method.equals(HttpMethod.GET)) {
            String id = String.valueOf(values.get("file"));
            admitted(context.request(), exchange::answer, user -> exchange.answer(described(200, found(user, id))));
        } else {
            exchange.answer(wrongMethod("GET"));
        }
    }

    private static Reply wrongMethod(String allowed) {
        Refusal refusal = Refusal.detail(ErrorCode.UNKNOWN_OPERATION, "Allowed here: " + allowed + ".");
        return ErrorReplies.of(405, refusal, Map.of("Allow", allowed));
    }

    private Files.Addressed found(UserKey user, String id) throws RefusedException {
        return Call.orRefuse(files.find(user, id));
    }

    static Reply described(int status, Files.Addressed addressed) {
        StoredFile file = addressed.file();
        ObjectOut out = new ObjectOut()
                .string("file", file.id().value())
                .string("url", addressed.address().path())
                .string("type", file.kind().mediaType())
                .number("size", file.bytes());
        if (file.width() > 0) {
            out.number("width", file.width()).number("height", file.height());
        }
        out.number("expires", addressed.address().expiresAtMs());
        return new Reply(status, out.toBytes(), Map.of());
    }

    /// What is done for a user who was let in. Runs on a storage thread.
    private interface Work {
        void run(UserKey user) throws RefusedException;
    }

    private void admitted(HttpServerRequest request, Consumer<Reply> answer, Work work) {
        String token = token(request);
        if (token == null) {
            answer.accept(ErrorReplies.of(Refusal.detail(
                    ErrorCode.TOKEN_MISSING, "Send the user's token: `Authorization: Bearer <token>`.")));
            return;
        }
        try {
            core.storage().execute(() -> {
                Reply refused = attempt(() -> {
                    work.run(admit(token));
                    return null;
                });
                if (refused != null) {
                    answer.accept(refused);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.accept(ErrorReplies.of(Refusal.of(ErrorCode.BUSY)));
        }
    }

    private static @Nullable String token(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return given.size() == 1 && given.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? given.getFirst().substring(SCHEME.length()).strip()
                : null;
    }

    private UserKey admit(String token) throws RefusedException {
        if (core.tokens().isAdmin(token)) {
            throw new RefusedException(Refusal.detail(
                    ErrorCode.NOT_PERMITTED, "Files are users': the administrator's key is not accepted here."));
        }
        AppId app =
                core.tokens().appOf(token).orElseThrow(() -> new RefusedException(Refusal.of(ErrorCode.TOKEN_INVALID)));
        Outcome<Accounts.Admission> admission = core.accounts().admit(app, token);
        return Call.orRefuse(admission).user().key();
    }

    /// Work that may be refused or find its store broken.
    interface Risky<T> {
        @Nullable
        T run() throws RefusedException;
    }

    /// Runs it. What it returns, unless it failed: then a reply.
    static @Nullable Reply attempt(Risky<Reply> work) {
        try {
            return work.run();
        } catch (RefusedException e) {
            return ErrorReplies.of(e.refusal());
        } catch (AccountsUnavailableException down) {
            LOG.warn("The directory does not answer", down);
            return ErrorReplies.of(Refusal.of(down.full() ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE));
        } catch (BlobsUnavailableException down) {
            LOG.warn("The store of files does not answer", down);
            return ErrorReplies.of(Refusal.of(down.full() ? ErrorCode.STORAGE_FULL : ErrorCode.STORAGE_UNAVAILABLE));
        } catch (RuntimeException broken) {
            LOG.error("A file route failed", broken);
            return ErrorReplies.of(Refusal.of(ErrorCode.INTERNAL));
        }
    }

    private void upload(RoutingContext context, Exchange exchange) {
        HttpServerRequest request = context.request();
        Refusal refusal = refuseHead(request);
        if (refusal != null) {
            int status = refusal.code() == ErrorCode.BAD_FRAME ? 415 : ErrorReplies.status(refusal.code());
            exchange.answer(ErrorReplies.of(status, refusal, Map.of()));
            return;
        }
        String boundary = FormReader.boundaryOf(String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE)));
        if (boundary == null) {
            exchange.answer(
                    ErrorReplies.of(Refusal.field(ErrorCode.BAD_FRAME, "Content-Type", "The form has no boundary.")));
            return;
        }
        UploadRequest coming = new UploadRequest(
                request,
                exchange,
                context.vertx().getOrCreateContext(),
                boundary,
                core.limits().fileBytesMax() + FORM_BYTES_MAX);
        coming.hold();
        admitted(request, coming::refuse, user -> {
            Upload upload = Call.orRefuse(files.begin(user));
            coming.begin(upload, core.limits().uploadMs());
        });
    }

    /// Why the head says that nothing good can follow, or null.
    private @Nullable Refusal refuseHead(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Refusal.field(ErrorCode.BAD_FRAME, "Content-Type", "The body must be `multipart/form-data`.");
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Refusal.field(ErrorCode.BAD_FRAME, "Content-Encoding", "A compressed body is not read.");
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        int max = core.limits().fileBytesMax();
        // The HTTP decoder has refused a length that is no number.
        return length != null && Long.parseLong(length) > max + (long) FORM_BYTES_MAX
                ? Refusal.field(
                        ErrorCode.FILE_TOO_LARGE, "file", "A file has at most " + max + " bytes (file_bytes_max).")
                : null;
    }

    private void handleBytes(RoutingContext context) {
        HttpServerRequest request = context.request();
        Exchange exchange = begin(context, bytes);
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            exchange.answer(wrongMethod("GET, HEAD"));
            return;
        }
        Map<String, String> values = Template.of(BYTES).match(Template.split(String.valueOf(request.path())));
        String id = values == null ? "" : String.valueOf(values.get("file"));
        Query query;
        try {
            query = Query.parse(request.query());
        } catch (RefusedException e) {
            exchange.answer(ErrorReplies.of(e.refusal()));
            return;
        }
        Refusal refusal = files.checkAddress(id, query.text("e"), query.text("s"));
        if (refusal != null) {
            exchange.answer(ErrorReplies.of(refusal));
            return;
        }
        long maxAgeMs =
                Long.parseLong(String.valueOf(query.text("e"))) - core.clock().millis();
        Context loop = context.vertx().getOrCreateContext();
        loop.<@Nullable Reply>executeBlocking(
                        () -> attempt(() -> {
                            Blobs.Blob blob = Call.orRefuse(files.open(id));
                            FileSending sending = new FileSending(request, context.vertx(), exchange, blob, maxAgeMs);
                            loop.runOnContext(_ -> sending.begin());
                            return null;
                        }),
                        false)
                .onComplete(done -> {
                    if (done.result() != null) {
                        exchange.answer(done.result());
                    }
                });
    }
}

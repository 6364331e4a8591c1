package im.hongyan.dialects.wafer;

import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.dialect.web.WebHandler;
import im.hongyan.dialect.web.WebReply;
import im.hongyan.dialect.web.WebRequest;
import im.hongyan.dialect.web.WebRoute;
import im.hongyan.dialects.wafer.business.LoginService;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The HTTP paths: those of the clients here, those of business servers in [SessionServer] and [TunnelServer].
/// Every request runs on a thread of its own that may block; there is a limit to how many do.
final class WaferRoutes {
    private static final String BAD_REQUEST = "INVALID_REQUEST";

    private final WaferSettings settings;
    private final WaferSessions sessions;
    private final Tunnels tunnels;
    private final @Nullable Business business;
    private final SessionServer sessionServer;
    private final TunnelServer tunnelServer;
    private final ConnectUrls urls;
    private final Executor threads;
    private final Consumer<Throwable> faults;
    private final Semaphore places;

    /// @param business behind `/wafer/tunnel`; null = none
    /// @param threads run requests, which may block
    WaferRoutes(
            WaferSettings settings,
            WaferSessions sessions,
            Tunnels tunnels,
            @Nullable Business business,
            SessionServer sessionServer,
            TunnelServer tunnelServer,
            ConnectUrls urls,
            Executor threads,
            Consumer<Throwable> faults) {
        this.settings = settings;
        this.sessions = sessions;
        this.tunnels = tunnels;
        this.business = business;
        this.sessionServer = sessionServer;
        this.tunnelServer = tunnelServer;
        this.urls = urls;
        this.threads = threads;
        this.faults = faults;
        this.places = new Semaphore(settings.requestsMax());
    }

    List<WebRoute> all() {
        byte[] busyClient = WaferWriter.failure("ERR_BUSY", "The server is busy.");
        return List.of(
                new WebRoute("/wafer/login", bounded(this::login, busyClient)),
                new WebRoute("/wafer/user", bounded(this::user, busyClient)),
                new WebRoute("/wafer/tunnel", bounded(this::tunnel, busyClient)),
                new WebRoute("/mina_auth/", bounded(sessionServer::answer, SessionServer.BUSY)),
                new WebRoute("/get/wsurl", bounded(tunnelServer::issue, TunnelServer.BUSY)),
                new WebRoute("/ws/push", bounded(tunnelServer::push, TunnelServer.BUSY)));
    }

    private WebHandler bounded(Function<WebRequest, WebReply> route, byte[] busy) {
        return (request, answer) -> {
            if (!places.tryAcquire()) {
                answer.accept(new WebReply(503, busy));
                return;
            }
            threads.execute(() -> {
                WebReply reply = new WebReply(500, WaferWriter.failure("ERR_INTERNAL", "Something broke."));
                try {
                    reply = route.apply(request);
                } catch (RuntimeException | Error e) {
                    faults.accept(e);
                } finally {
                    places.release();
                    answer.accept(reply);
                }
            });
        };
    }

    // --- sessions

    private WebReply login(WebRequest request) {
        String code = request.header("X-WX-Code");
        if (code == null) {
            return ok(WaferWriter.sessionFailure(BAD_REQUEST, "the header X-WX-Code is missing"));
        }
        String data = request.header("X-WX-Encrypted-Data");
        String iv = request.header("X-WX-IV");
        if (data == null) {
            // The name before 0.8, where there was no vector.
            data = request.header("X-WX-Encrypt-Data");
        } else if (iv == null) {
            return ok(WaferWriter.sessionFailure(BAD_REQUEST, "the header X-WX-IV is missing"));
        }
        return switch (sessions.login(code, data, iv)) {
            case LoginService.Login.In(var id, var skey, var user, var _, var _) ->
                ok(WaferWriter.loggedIn(id, skey, user));
            case LoginService.Login.Failed(int number, String text) ->
                ok(WaferWriter.sessionFailure("ERR_LOGIN_FAILED", "#" + number + " - " + text));
        };
    }

    private WebReply user(WebRequest request) {
        return guarded(request, bearer -> ok(WaferWriter.userInfo(bearer.info())));
    }

    /// The guard: lets a request with a valid session through, and answers any other so that the client knows what
    /// to do.
    private WebReply guarded(WebRequest request, Function<WaferSessions.Bearer, WebReply> inside) {
        String skey = request.header("X-WX-Skey");
        if (skey == null) {
            return ok(WaferWriter.sessionFailure(BAD_REQUEST, "the header X-WX-Skey is missing"));
        }
        return switch (sessions.bearer(request.header("X-WX-Id"), skey)) {
            case Outcome.Ok<WaferSessions.Bearer>(var bearer) -> inside.apply(bearer);
            case Outcome.Refused<WaferSessions.Bearer>(Refusal refusal) -> {
                LoginService.Check.Failed failed = WaferSessions.refused(refusal);
                String error = failed.isInvalidSession() ? "ERR_INVALID_SESSION" : "ERR_CHECK_LOGIN_FAILED";
                yield ok(WaferWriter.sessionFailure(error, "#" + failed.code() + " - " + failed.text()));
            }
        };
    }

    // --- tunnels

    private WebReply tunnel(WebRequest request) {
        if (!request.method().equals("GET")) {
            return new WebReply(405, WaferWriter.failure(BAD_REQUEST, "A tunnel is asked for with GET."));
        }
        Business behind = business;
        if (behind == null) {
            return new WebReply(404, WaferWriter.failure("ERR_NO_SERVICE", "No business is behind this address."));
        }
        boolean guest = settings.guests() && request.header("X-WX-Skey") == null;
        return guest ? issue(request, behind, null) : guarded(request, bearer -> issue(request, behind, bearer));
    }

    private WebReply issue(WebRequest request, Business behind, WaferSessions.@Nullable Bearer bearer) {
        String begin = urls.begin(request);
        if (begin == null) {
            return new WebReply(400, WaferWriter.failure(BAD_REQUEST, "the header Host is missing or strange"));
        }
        Tunnels.Issued issued = tunnels.issue(behind, "", bearer);
        if (issued == null) {
            return new WebReply(503, WaferWriter.failure("ERR_BUSY", "Too many tunnels wait to be opened."));
        }
        behind.requested(issued.tunnel());
        return ok(WaferWriter.tunnel(begin + issued.secret(), issued.tunnel().id()));
    }

    private static WebReply ok(byte[] body) {
        return new WebReply(200, body);
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.OutFrame;
import im.hongyan.dialect.json.JsonException;
import im.hongyan.dialect.json.JsonFields;
import im.hongyan.dialect.json.JsonNames;
import im.hongyan.dialect.json.JsonScanner;
import im.hongyan.dialect.json.JsonWalk;
import im.hongyan.dialect.web.WebReply;
import im.hongyan.dialect.web.WebRequest;
import im.hongyan.dialects.wafer.business.Signature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tunnel service for business servers: `POST /get/wsurl` and `POST /ws/push`. Everything is signed over the
/// text of `data` exactly as it came.
final class TunnelServer {
    static final byte[] BUSY = WaferWriter.tunnelFailure(9000, "the server is busy");

    private static final int NOT_JSON = 9001;
    private static final int MISSING = 9002;
    private static final int BAD_SIGNATURE = 9003;
    private static final int BAD_DATA = 9004;
    private static final int BUSY_CODE = 9000;
    private static final int DEPTH_MAX = 16;

    private static final int DATA = 0;
    private static final int TC_ID = 1;
    private static final int TC_KEY = 2;
    private static final int SIGNATURE = 3;
    private static final JsonNames ENVELOPE = new JsonNames(List.of("data", "tcId", "tcKey", "signature"));
    private static final JsonNames WISH = new JsonNames(List.of("receiveUrl"));
    private static final int TYPE = 0;
    private static final int IDS = 1;
    private static final int CONTENT = 2;
    private static final JsonNames PACKET = new JsonNames(List.of("type", "tunnelIds", "content"));
    /// Some server SDKs put host and port in brackets.
    private static final Pattern BRACKETS = Pattern.compile("^(https?://)\\[([^]/]*)](.*)$");

    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,32}");

    private final Tunnels tunnels;
    private final ConnectUrls urls;
    private final Map<String, BackEnd> backEnds = new HashMap<>();
    private final Function<BackEnd, Callbacks> callbacks;
    final LongAdder refused = new LongAdder();

    TunnelServer(Tunnels tunnels, ConnectUrls urls, List<BackEnd> backEnds, Function<BackEnd, Callbacks> callbacks) {
        this.tunnels = tunnels;
        this.urls = urls;
        backEnds.forEach(each -> this.backEnds.put(each.tcId(), each));
        this.callbacks = callbacks;
    }

    /// A request whose signature is right.
    private record Signed(BackEnd from, byte[] data) {}

    /// Why a request is refused.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refused(int code, String text) {
            super(text, null, false, false);
            this.code = code;
        }
    }

    private interface Work {
        byte[] run(Signed signed) throws Refused, JsonException, RefusedException;
    }

    WebReply issue(WebRequest request) {
        return answer(request, signed -> {
            String begin = urls.begin(request);
            if (begin == null) {
                throw new Refused(MISSING, "the header Host is missing or strange");
            }
            return issue(signed, begin);
        });
    }

    WebReply push(WebRequest request) {
        return answer(request, this::push);
    }

    private WebReply answer(WebRequest request, Work work) {
        byte[] body;
        try {
            body = work.run(verified(request.body()));
        } catch (Refused e) {
            refused.increment();
            body = WaferWriter.tunnelFailure(e.code, String.valueOf(e.getMessage()));
        } catch (JsonException | RefusedException e) {
            refused.increment();
            body = WaferWriter.tunnelFailure(BAD_DATA, "data is not what it should be");
        }
        return new WebReply(200, body);
    }

    private Signed verified(byte[] body) throws Refused {
        JsonFields fields = new JsonFields(ENVELOPE, ErrorCode.BAD_JSON, "");
        try {
            fields.read(body, JsonScanner.skipSpace(body, 0, body.length), body.length, DEPTH_MAX);
        } catch (JsonException e) {
            throw new Refused(NOT_JSON, "the body is not JSON");
        }
        String data = text(fields, DATA);
        BackEnd from = backEnds.get(text(fields, TC_ID));
        String signature = text(fields, SIGNATURE);
        // Whether the name or the signature is wrong is nobody's business.
        boolean right = from != null && Signature.matches(data, from.key(), signature);
        if (from == null || !right || (fields.has(TC_KEY) && !same(text(fields, TC_KEY), from.key()))) {
            throw new Refused(BAD_SIGNATURE, "the signature is wrong");
        }
        return new Signed(from, data.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonFields fields, int field) throws Refused {
        try {
            return fields.string(field);
        } catch (RefusedException e) {
            throw new Refused(MISSING, e.refusal().sentence());
        }
    }

    // --- a tunnel for a client of the business server's

    private byte[] issue(Signed signed, String begin) throws Refused, JsonException, RefusedException {
        byte[] data = signed.data();
        JsonFields fields = new JsonFields(WISH, ErrorCode.BAD_JSON, "");
        fields.read(data, JsonScanner.skipSpace(data, 0, data.length), data.length, DEPTH_MAX);
        String url = BRACKETS.matcher(fields.string(0)).replaceFirst("$1$2$3");
        BackEnd from = signed.from();
        if (!from.receiveUrls().contains(url)) {
            throw new Refused(BAD_DATA, "this receiveUrl is not allowed for this business server");
        }
        Tunnels.Issued issued = tunnels.issue(callbacks.apply(from).to(url), from.tcId(), null);
        if (issued == null) {
            throw new Refused(BUSY_CODE, "too many tunnels wait to be opened");
        }
        String answer = WaferWriter.issued(issued.tunnel().id(), begin + issued.secret());
        return WaferWriter.signed(answer, Signature.of(answer, from.key()));
    }

    // --- what the business server sends to its clients

    /// @param frame null = the end of the tunnels
    private record Push(List<String> tunnelIds, @Nullable OutFrame frame) {}

    private byte[] push(Signed signed) throws Refused, JsonException, RefusedException {
        // All of it is understood before any of it is done.
        List<Push> pushes = pushes(signed.data());
        Set<String> invalid = new LinkedHashSet<>();
        String owner = signed.from().tcId();
        for (Push push : pushes) {
            OutFrame frame = push.frame();
            invalid.addAll(
                    frame == null
                            ? tunnels.close(owner, push.tunnelIds())
                            : tunnels.send(owner, push.tunnelIds(), frame));
        }
        return WaferWriter.pushed(List.copyOf(invalid), signed.from().textData());
    }

    private static List<Push> pushes(byte[] data) throws Refused, JsonException, RefusedException {
        int start = JsonScanner.skipSpace(data, 0, data.length);
        int end = JsonScanner.skipValue(data, start, data.length, DEPTH_MAX);
        if (data[start] != '[' || JsonScanner.skipSpace(data, end, data.length) != data.length) {
            throw new Refused(BAD_DATA, "data must be a list");
        }
        List<Push> pushes = new ArrayList<>();
        JsonFields fields = new JsonFields(PACKET, ErrorCode.BAD_JSON, "");
        JsonWalk walk = new JsonWalk(data, start, end, DEPTH_MAX);
        while (walk.next()) {
            fields.read(data, walk.start(), walk.end(), DEPTH_MAX);
            pushes.add(push(fields));
        }
        return pushes;
    }

    private static Push push(JsonFields fields) throws Refused, JsonException, RefusedException {
        String type = fields.string(TYPE);
        String content = fields.stringOrNull(CONTENT);
        List<String> ids = fields.strings(IDS, Integer.MAX_VALUE);
        return switch (type) {
            case "close" -> new Push(ids, null);
            case "message" -> {
                if (content == null || !isObject(content)) {
                    // The vendors' clients trip over anything else, inside the socket's own callback.
                    throw new Refused(BAD_DATA, "the content of a message must be a JSON object");
                }
                yield new Push(ids, WaferCodec.message(content));
            }
            default -> {
                if (!WORD.matcher(type).matches()) {
                    throw new Refused(BAD_DATA, "the type must be a word");
                }
                yield new Push(ids, WaferCodec.packet(type, content == null ? "" : content));
            }
        };
    }

    private static boolean isObject(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            int start = JsonScanner.skipSpace(bytes, 0, bytes.length);
            int end = JsonScanner.skipValue(bytes, start, bytes.length, DEPTH_MAX * 4);
            return bytes[start] == '{' && JsonScanner.skipSpace(bytes, end, bytes.length) == bytes.length;
        } catch (JsonException e) {
            return false;
        }
    }
}

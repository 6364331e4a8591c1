package im.hongyan.conformance;

import im.hongyan.conformance.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs native tokens as a business back-end does that holds its app's secret.
public final class Credentials {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Clock clock;
    private final String app;
    private final byte[] secret;

    public Credentials(Clock clock, String app, byte[] secret) {
        this.clock = clock;
        this.app = app;
        this.secret = secret.clone();
    }

    public String app() {
        return app;
    }

    /// A token for the user, valid from now for that long; an end in the past makes an expired one.
    public String token(String user, Duration validity) {
        return token(app, user, validity);
    }

    /// As above, claiming any app.
    public String token(String claimedApp, String user, Duration validity) {
        long now = clock.millis() / 1000;
        Json claims = Json.Obj.EMPTY
                .with("app", claimedApp)
                .with("sub", user)
                .with("iat", Math.min(now, now + validity.toSeconds()))
                .with("exp", now + validity.toSeconds());
        String body = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims.toString());
        return body + "." + BASE64.encodeToString(sign(body));
    }

    /// The same app with a secret that is not its own: what an attacker would sign with.
    public Credentials forged() {
        byte[] other = secret.clone();
        other[0] ^= 1;
        return new Credentials(clock, app, other);
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

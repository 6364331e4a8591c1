package im.hongyan.wechat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Codes that stand for WeChat's exchange in development: `dev:<openid>:<session_key>`, the key URL-encoded. Other
/// codes go to WeChat. Never used in production: whoever knows the form could be anybody.
public final class DevelopmentCodes implements LoginCodes {
    private static final String PREFIX = "dev:";
    private static final int REJECTED = 40_029;

    private final LoginCodes others;

    public DevelopmentCodes(LoginCodes others) {
        this.others = others;
    }

    @Override
    public CodeAnswer exchange(String code) {
        if (!code.startsWith(PREFIX)) {
            return others.exchange(code);
        }
        int colon = code.indexOf(':', PREFIX.length());
        if (colon < 0) {
            return new CodeAnswer.Refused(REJECTED, "a development code is dev:<openid>:<session_key>");
        }
        try {
            String key = URLDecoder.decode(code.substring(colon + 1), StandardCharsets.UTF_8);
            String openid = code.substring(PREFIX.length(), colon);
            return openid.isEmpty()
                    ? new CodeAnswer.Refused(REJECTED, "a development code must name an openid")
                    : new CodeAnswer.Known(openid, key, null);
        } catch (IllegalArgumentException e) {
            return new CodeAnswer.Refused(REJECTED, "the session_key is not URL-encoded");
        }
    }
}

package im.hongyan.dialects.wafer;

import im.hongyan.dialect.web.WebRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where tunnels are opened, as clients are told.
final class ConnectUrls {
    /// The folder of all connect urls; what stands behind it is the secret.
    static final String FOLDER = "/wafer/ws/";

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:\\d{1,5})?");

    private final WaferSettings settings;

    ConnectUrls(WaferSettings settings) {
        this.settings = settings;
    }

    /// All of a connect url but the secret; null if it cannot be made.
    @Nullable
    String begin(WebRequest request) {
        if (!settings.publicUrl().isEmpty()) {
            return settings.publicUrl() + FOLDER;
        }
        String host = request.header("Host");
        return host == null || !HOST.matcher(host).matches()
                ? null
                : (settings.secure() ? "wss://" : "ws://") + host + FOLDER;
    }
}

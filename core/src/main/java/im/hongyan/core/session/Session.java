package im.hongyan.core.session;

import im.hongyan.core.account.UserKey;

/// One login of one device, from login to logout; it outlives its connection for the resume window. State that
/// other threads read is volatile.
public final class Session {
    private final SessionId id;
    private final UserKey user;
    private final DeviceId device;
    private final Platform platform;
    private final String dialect;
    private final long loggedInAtMs;
    private volatile Attachment attachment;
    private volatile boolean background;
    private volatile long expiresAtMs;
    private volatile String secret;
    /// When the connection was lost; 0 = it is there. Written under the lock of [Sessions].
    private volatile long lostAtMs;
    private volatile boolean over;

    Session(
            SessionId id,
            UserKey user,
            DeviceId device,
            Platform platform,
            String dialect,
            Attachment attachment,
            String secret,
            long loggedInAtMs,
            long expiresAtMs) {
        this.id = id;
        this.user = user;
        this.device = device;
        this.platform = platform;
        this.dialect = dialect;
        this.attachment = attachment;
        this.secret = secret;
        this.loggedInAtMs = loggedInAtMs;
        this.expiresAtMs = expiresAtMs;
    }

    public SessionId id() {
        return id;
    }

    public UserKey user() {
        return user;
    }

    public DeviceId device() {
        return device;
    }

    public Platform platform() {
        return platform;
    }

    /// The dialect's name.
    public String dialect() {
        return dialect;
    }

    /// Epoch milliseconds of the login (a resume does not change it).
    public long loggedInAtMs() {
        return loggedInAtMs;
    }

    /// The connection in use now.
    public SessionLink link() {
        return attachment.link();
    }

    /// What belongs to the connection in use now.
    public Attachment attachment() {
        return attachment;
    }

    public boolean isBackground() {
        return background;
    }

    /// When the token ends, epoch milliseconds; 0 = never.
    public long expiresAtMs() {
        return expiresAtMs;
    }

    public void renewed(long newExpiresAtMs) {
        expiresAtMs = newExpiresAtMs;
    }

    /// What resumes it. Changes at each resume. Never log it.
    public String secret() {
        return secret;
    }

    public boolean isConnected() {
        return lostAtMs == 0 && !over;
    }

    long lostAtMs() {
        return lostAtMs;
    }

    /// Whether it has ended for good: it can neither be used nor resumed.
    public boolean isOver() {
        return over;
    }

    void setOver() {
        over = true;
    }

    void setBackground(boolean value) {
        background = value;
    }

    void lost(long atMs) {
        lostAtMs = atMs;
    }

    void resumed(Attachment newAttachment, String newSecret) {
        attachment = newAttachment;
        secret = newSecret;
        lostAtMs = 0;
        background = false;
    }
}

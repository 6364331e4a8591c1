package im.hongyan.directory;

import im.hongyan.core.account.AppId;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.directory.Tenants.Tenant;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The secrets of apps, for administrators: a back-end that holds one signs tokens of its own. To replace a secret,
/// add one, give it to the back-end, and remove the old one when its tokens have ended.
public final class AppKeys {
    /// Keys one app may have at once: each is tried for a token that names none.
    public static final int KEYS_PER_APP_MAX = 4;

    private final Writer writer;
    private final Tenants tenants;
    private final Clock clock;
    private final SecureRandom random;

    AppKeys(Writer writer, Tenants tenants, Clock clock, SecureRandom random) {
        this.writer = writer;
        this.tenants = tenants;
        this.clock = clock;
        this.random = random;
    }

    /// The app's keys, oldest first; the last one signs. None if there is no such app.
    public List<AppKey> list(AppId app) {
        Tenant tenant = tenants.get(app);
        return tenant == null
                ? List.of()
                : tenant.keys().stream().map(SigningKey::key).toList();
    }

    /// Makes a new key, which signs from now on; the older ones still verify.
    public Outcome<AppKey> add(AppId app) {
        Tenant tenant = tenants.get(app);
        if (tenant == null) {
            return Outcome.refused(ErrorCode.APP_UNKNOWN);
        }
        // Later than the newest even when the clock went back: the order by time decides who signs after a restart.
        long createdAtMs = Math.max(clock.millis(), tenant.newest().key().createdAtMs() + 1);
        var added = new SigningKey(AppKey.random(random, createdAtMs));
        boolean done = writer.write(
                link -> {
                    if (list(app).size() >= KEYS_PER_APP_MAX) {
                        return false;
                    }
                    AppKeysTable.insert(link, app, added.key());
                    return true;
                },
                made -> {
                    if (made) {
                        tenants.change(app, known -> with(known, added));
                    }
                });
        return done ? Outcome.ok(added.key()) : Outcome.refused(ErrorCode.TOO_MANY);
    }

    /// Removes a key: tokens signed by it end at once. Returns false if there is none, or if it is the last.
    public boolean remove(AppId app, String kid) {
        return writer.write(link -> list(app).size() > 1 && AppKeysTable.delete(link, app, kid), done -> {
            if (done) {
                tenants.change(app, known -> without(known, kid));
            }
        });
    }

    private static Tenant with(Tenant tenant, SigningKey added) {
        var keys = new ArrayList<>(tenant.keys());
        keys.add(added);
        return new Tenant(tenant.app(), keys);
    }

    private static Tenant without(Tenant tenant, String kid) {
        return new Tenant(
                tenant.app(),
                tenant.keys().stream().filter(key -> !key.kid().equals(kid)).toList());
    }
}

package im.hongyan.directory;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Apps;
import im.hongyan.directory.Tenants.Tenant;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Apps: answered from memory, written through to their table.
final class SqlApps implements Apps {
    private final Writer writer;
    private final Tenants tenants;
    private final Clock clock;
    private final SecureRandom random;

    SqlApps(Writer writer, Tenants tenants, Clock clock, SecureRandom random) {
        this.writer = writer;
        this.tenants = tenants;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<App> find(AppId id) {
        return Optional.ofNullable(tenants.get(id)).map(Tenant::app);
    }

    @Override
    public List<App> list() {
        return tenants.inOrder().stream().map(Tenant::app).toList();
    }

    @Override
    public App create(App app) {
        Optional<App> known = find(app.id());
        if (known.isPresent()) {
            return known.get();
        }
        var key = new SigningKey(AppKey.random(random, clock.millis()));
        writer.write(
                link -> {
                    boolean made = AppsTable.insert(link, app);
                    if (made) {
                        AppKeysTable.insert(link, app.id(), key.key());
                    }
                    return made;
                },
                made -> {
                    if (made) {
                        tenants.put(new Tenant(app, List.of(key)));
                    }
                });
        return find(app.id()).orElseThrow();
    }

    @Override
    public boolean update(App app) {
        return writer.write(link -> AppsTable.update(link, app), done -> {
            if (done) {
                tenants.change(app.id(), known -> new Tenant(changed(known.app(), app), known.keys()));
            }
        });
    }

    /// What an update leaves alone: the time of creation.
    private static App changed(App known, App app) {
        return new App(app.id(), app.name(), app.enabled(), app.settings(), known.createdAtMs());
    }
}

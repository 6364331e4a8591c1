package im.hongyan.testkit.account;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.Apps;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Apps in memory.
public final class InMemoryApps implements Apps {
    private final ConcurrentMap<AppId, App> byId = new ConcurrentHashMap<>();

    @Override
    public Optional<App> find(AppId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<App> list() {
        return byId.values().stream()
                .sorted(Comparator.comparing(app -> app.id().value()))
                .toList();
    }

    @Override
    public App create(App app) {
        App known = byId.putIfAbsent(app.id(), app);
        return known == null ? app : known;
    }

    @Override
    public boolean update(App app) {
        return byId.computeIfPresent(app.id(), (_, known) -> changed(known, app)) != null;
    }

    private static App changed(App known, App app) {
        return new App(app.id(), app.name(), app.enabled(), app.settings(), known.createdAtMs());
    }
}

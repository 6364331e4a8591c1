package im.hongyan.directory;

import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Every app with its keys, in memory: apps are few, and each login asks. Read by any thread; changed by the
/// writer's thread only, after the commit.
final class Tenants {
    /// @param keys oldest first
    record Tenant(App app, List<SigningKey> keys) {
        Tenant {
            keys = List.copyOf(keys);
        }

        /// The key that signs: the newest.
        SigningKey newest() {
            return keys.getLast();
        }
    }

    private volatile Map<AppId, Tenant> byId;

    Tenants(List<App> apps, Map<AppId, List<AppKey>> keys) {
        var all = new HashMap<AppId, Tenant>();
        for (App app : apps) {
            List<AppKey> own = keys.getOrDefault(app.id(), List.of());
            all.put(app.id(), new Tenant(app, own.stream().map(SigningKey::new).toList()));
        }
        byId = Map.copyOf(all);
    }

    @Nullable
    Tenant get(AppId id) {
        return byId.get(id);
    }

    Collection<Tenant> inOrder() {
        var sorted = new TreeMap<String, Tenant>();
        byId.forEach((id, tenant) -> sorted.put(id.value(), tenant));
        return sorted.values();
    }

    void put(Tenant tenant) {
        var all = new HashMap<>(byId);
        all.put(tenant.app().id(), tenant);
        byId = Map.copyOf(all);
    }

    void change(AppId id, UnaryOperator<Tenant> change) {
        Tenant known = byId.get(id);
        if (known != null) {
            put(change.apply(known));
        }
    }
}

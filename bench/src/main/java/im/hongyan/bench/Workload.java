package im.hongyan.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that is measured.
@FunctionalInterface
interface Workload {
    /// Measures and reports.
    ///
    /// @return false if something was lost, doubled or out of order
    boolean run(Bench bench) throws Exception;

    /// The workload with this name, or null.
    static @Nullable Workload named(String name) {
        return all().get(name);
    }

    static List<String> names() {
        return List.copyOf(all().keySet());
    }

    private static Map<String, Workload> all() {
        Map<String, Workload> all = new LinkedHashMap<>();
        all.put("durable-1to1", new Durable());
        all.put("relay", new RelayAlone());
        all.put("fanout", new Fanout());
        all.put("group", new GroupTalk());
        all.put("room", new RoomTalk());
        all.put("idle", new Idle());
        all.put("storm", new Storm());
        all.put("history", new History());
        all.put("start", new Start());
        all.put("mobileimsdk", new MobileIm());
        all.put("mobileimsdk-idle", new MobileImIdle());
        all.put("wafer-idle", new WaferIdle());
        return all;
    }
}

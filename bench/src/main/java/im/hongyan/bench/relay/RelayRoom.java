package im.hongyan.bench.relay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who hears what is said to one name, by event loop.
record RelayRoom(Map<RelayLoop, List<RelayConnection>> members) {
    RelayRoom() {
        this(new ConcurrentHashMap<>());
    }

    void add(RelayLoop loop, RelayConnection member) {
        members.computeIfAbsent(loop, _ -> new CopyOnWriteArrayList<>()).add(member);
    }
}

package im.hongyan.dialects.wafer.business;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tunnels that are spoken to together. Thread-safe; what one thread broadcasts arrives everywhere in the same
/// order. Tunnels that turn out to be dead leave by themselves.
public final class TunnelRoom {
    private final TunnelService service;
    private final Set<String> tunnels = new LinkedHashSet<>();
    private final Lock lock = new ReentrantLock();

    /// An empty room.
    public TunnelRoom(TunnelService service) {
        this.service = service;
    }

    /// A room with these tunnels in it.
    public TunnelRoom(TunnelService service, Collection<Tunnel> tunnels) {
        this(service);
        tunnels.forEach(tunnel -> this.tunnels.add(tunnel.id()));
    }

    /// Lets a tunnel in.
    ///
    /// @return whether it was not there
    public boolean join(Tunnel tunnel) {
        lock.lock();
        try {
            return tunnels.add(tunnel.id());
        } finally {
            lock.unlock();
        }
    }

    /// Lets a tunnel out.
    ///
    /// @return whether it was there
    public boolean leave(Tunnel tunnel) {
        return leave(tunnel.id());
    }

    /// Lets a tunnel out.
    ///
    /// @return whether it was there
    public boolean leave(String tunnelId) {
        lock.lock();
        try {
            return tunnels.remove(tunnelId);
        } finally {
            lock.unlock();
        }
    }

    /// The same as [#join], by the name it had.
    public boolean addTunnel(Tunnel tunnel) {
        return join(tunnel);
    }

    /// The same as [#leave(Tunnel)], by the name it had.
    public boolean removeTunnel(Tunnel tunnel) {
        return leave(tunnel);
    }

    /// The same as [#leave(String)], by the name it had.
    public boolean removeTunnelById(String tunnelId) {
        return leave(tunnelId);
    }

    public int getTunnelCount() {
        lock.lock();
        try {
            return tunnels.size();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the tunnel is in the room.
    public boolean has(String tunnelId) {
        lock.lock();
        try {
            return tunnels.contains(tunnelId);
        } finally {
            lock.unlock();
        }
    }

    /// Sends a message to all in the room.
    ///
    /// @param content JSON text; null = none
    /// @return the ids of tunnels that were dead; they have left
    public List<String> broadcast(String type, @Nullable String content) {
        lock.lock();
        try {
            List<String> dead = service.emit(List.copyOf(tunnels), type, content);
            dead.forEach(tunnels::remove);
            return dead;
        } finally {
            lock.unlock();
        }
    }

    /// Sends a message to one in the room.
    ///
    /// @return whether it is in the room and open
    public boolean emit(String tunnelId, String type, @Nullable String content) {
        lock.lock();
        try {
            if (!tunnels.contains(tunnelId)) {
                return false;
            }
            List<String> dead = service.emit(List.of(tunnelId), type, content);
            dead.forEach(tunnels::remove);
            return dead.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}

package im.hongyan.dialects.wafer.business;

/// Business code behind tunnels. Calls about one tunnel come one after another, in the order in which things
/// happened; calls about different tunnels come at the same time. They may block.
///
/// A client that lost its connection comes back with a new tunnel, often before the old one is noticed to be dead:
/// keep presence by tunnel, not by user.
public interface TunnelHandler {
    /// A client asks for a tunnel, which is not open yet, and may never be.
    default void onRequest(Tunnel tunnel) {}

    /// The tunnel is open.
    default void onConnect(Tunnel tunnel) {}

    default void onMessage(Tunnel tunnel, TunnelMessage message) {}

    /// The tunnel is gone, whatever the reason. Comes once, and only after [#onConnect].
    default void onClose(Tunnel tunnel) {}
}

package im.hongyan.dialects.wafer;

import im.hongyan.dialects.wafer.business.Tunnel;
import im.hongyan.dialects.wafer.business.TunnelHandler;
import im.hongyan.dialects.wafer.business.TunnelMessage;

/// Who is told what happens at a tunnel. Calls about one tunnel come in order; they may block.
interface Business {
    /// Somebody has asked for a tunnel at an address of this process's own.
    default void requested(Tunnel tunnel) {}

    /// @return false if the business cannot be told: then it never hears of the tunnel, which is cut
    boolean connected(Tunnel tunnel);

    /// @param raw the packet's content as it came
    void message(Tunnel tunnel, String raw);

    void closed(Tunnel tunnel);

    /// Business code in this process.
    record Inside(TunnelHandler handler) implements Business {
        @Override
        public void requested(Tunnel tunnel) {
            handler.onRequest(tunnel);
        }

        @Override
        public boolean connected(Tunnel tunnel) {
            handler.onConnect(tunnel);
            return true;
        }

        @Override
        public void message(Tunnel tunnel, String raw) {
            handler.onMessage(tunnel, TunnelMessage.parse(raw));
        }

        @Override
        public void closed(Tunnel tunnel) {
            handler.onClose(tunnel);
        }
    }
}

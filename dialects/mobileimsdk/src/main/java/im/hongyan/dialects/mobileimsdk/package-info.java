/// The protocol of MobileIMSDK 6: one JSON packet per frame, the same over TCP, UDP and WebSocket.
@NullMarked
package im.hongyan.dialects.mobileimsdk;

import org.jspecify.annotations.NullMarked;

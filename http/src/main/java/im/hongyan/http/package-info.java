/// The one port: HTTP, health, metrics, and the door through which WebSocket connections go to the gateway.
@NullMarked
package im.hongyan.http;

import org.jspecify.annotations.NullMarked;

/// HTTP: one port with the WebSocket paths, REST, health, metrics.
@NullMarked
package im.hongyan.http;

import org.jspecify.annotations.NullMarked;

/// Our own protocol: JSON frames over WebSocket.
@NullMarked
package im.hongyan.dialects.hongyan;

import org.jspecify.annotations.NullMarked;

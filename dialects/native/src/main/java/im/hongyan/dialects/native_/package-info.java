/// Our own protocol: JSON frames over WebSocket.
@NullMarked
package im.hongyan.dialects.native_;

import org.jspecify.annotations.NullMarked;

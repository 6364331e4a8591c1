/// Tencent Wafer: a session service over HTTP, tunnels over WebSocket, and both as services for business servers.
@NullMarked
package im.hongyan.dialects.wafer;

import org.jspecify.annotations.NullMarked;

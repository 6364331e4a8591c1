/// A client for tests: JSON values, a raw WebSocket, and the native protocol's requests and pushes in order.
@NullMarked
package im.hongyan.conformance.wire;

import org.jspecify.annotations.NullMarked;

/// WebSocket frames and JSON fields as bytes, for both ends of a measurement.
@NullMarked
package im.hongyan.bench.wire;

import org.jspecify.annotations.NullMarked;

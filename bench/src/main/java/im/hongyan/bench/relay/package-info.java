/// The ceiling: a server that passes frames on and remembers nothing.
@NullMarked
package im.hongyan.bench.relay;

import org.jspecify.annotations.NullMarked;

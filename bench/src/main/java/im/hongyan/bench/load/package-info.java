/// The load: a crowd of clients on one event loop, and the patterns in which they talk.
@NullMarked
package im.hongyan.bench.load;

import org.jspecify.annotations.NullMarked;

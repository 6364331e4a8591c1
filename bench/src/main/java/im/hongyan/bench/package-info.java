/// Load generator and micro benchmarks, in a process of their own.
@NullMarked
package im.hongyan.bench;

import org.jspecify.annotations.NullMarked;

/// The other processes of a measurement: starting them, reading what they cost, ending them.
@NullMarked
package im.hongyan.bench.process;

import org.jspecify.annotations.NullMarked;

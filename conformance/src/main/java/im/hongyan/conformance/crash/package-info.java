/// Fault runs: load while the process is killed, paused or out of disk, and a pure checker of what the clients saw.
@NullMarked
package im.hongyan.conformance.crash;

import org.jspecify.annotations.NullMarked;

/// A dialect that echoes and a client that writes raw bytes: tests of whatever moves frames talk to real sockets with
/// them.
@NullMarked
package im.hongyan.testkit.wire;

import org.jspecify.annotations.NullMarked;

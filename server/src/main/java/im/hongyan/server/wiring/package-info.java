/// The composition root, written by hand, one file per floor.
@NullMarked
package im.hongyan.server.wiring;

import org.jspecify.annotations.NullMarked;

/// Sockets: listeners and the one Connection that every transport shares.
@NullMarked
package im.hongyan.gateway;

import org.jspecify.annotations.NullMarked;

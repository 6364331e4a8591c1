@NullMarked
package im.hongyan.arch.broken.server.one;

import org.jspecify.annotations.NullMarked;

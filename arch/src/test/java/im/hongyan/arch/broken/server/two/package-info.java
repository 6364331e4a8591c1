@NullMarked
package im.hongyan.arch.broken.server.two;

import org.jspecify.annotations.NullMarked;

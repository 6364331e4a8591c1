@NullMarked
package im.hongyan.arch.broken.log;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.core.one;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.core.two;

import org.jspecify.annotations.NullMarked;

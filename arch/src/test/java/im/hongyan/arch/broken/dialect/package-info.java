@NullMarked
package im.hongyan.arch.broken.dialect;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.dialects.left;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.dialects.right;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.media;

import org.jspecify.annotations.NullMarked;

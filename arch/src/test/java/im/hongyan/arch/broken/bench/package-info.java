@NullMarked
package im.hongyan.arch.broken.bench;

import org.jspecify.annotations.NullMarked;

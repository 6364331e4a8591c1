@NullMarked
package im.hongyan.arch.broken.directory;

import org.jspecify.annotations.NullMarked;

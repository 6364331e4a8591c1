@NullMarked
package im.hongyan.arch.broken.cellar;

import org.jspecify.annotations.NullMarked;

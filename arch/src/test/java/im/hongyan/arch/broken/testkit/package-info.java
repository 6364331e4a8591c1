@NullMarked
package im.hongyan.arch.broken.testkit;

import org.jspecify.annotations.NullMarked;

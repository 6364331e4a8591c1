@NullMarked
package im.hongyan.arch.broken.conformance;

import org.jspecify.annotations.NullMarked;

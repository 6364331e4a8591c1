@NullMarked
package im.hongyan.arch.broken.gateway;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.http;

import org.jspecify.annotations.NullMarked;

/// Every limit, by name and unit, and the token bucket. Depends on nothing.
@NullMarked
package im.hongyan.core.limit;

import org.jspecify.annotations.NullMarked;

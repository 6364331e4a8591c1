/// The catalogues of replies and closes, and refusals as values. Depends on nothing.
@NullMarked
package im.hongyan.core.error;

import org.jspecify.annotations.NullMarked;

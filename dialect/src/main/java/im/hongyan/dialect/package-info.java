/// What a dialect is: codec, session, effects.
@NullMarked
package im.hongyan.dialect;

import org.jspecify.annotations.NullMarked;

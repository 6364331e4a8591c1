/// Sending, recalling and reading messages.
@NullMarked
package im.hongyan.core.message;

import org.jspecify.annotations.NullMarked;

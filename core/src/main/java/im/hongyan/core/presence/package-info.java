/// Who can be reached now, and who wants to know.
@NullMarked
package im.hongyan.core.presence;

import org.jspecify.annotations.NullMarked;

/// Places where an operator's own code answers: nothing is installed unless somebody installs it.
@NullMarked
package im.hongyan.core.port;

import org.jspecify.annotations.NullMarked;

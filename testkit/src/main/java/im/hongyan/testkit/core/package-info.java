/// A whole core in memory, and connections that remember what they were told.
@NullMarked
package im.hongyan.testkit.core;

import org.jspecify.annotations.NullMarked;

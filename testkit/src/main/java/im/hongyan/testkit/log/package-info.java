/// The message log in memory, and the contract that every message log keeps.
@NullMarked
package im.hongyan.testkit.log;

import org.jspecify.annotations.NullMarked;

/// Scenarios and crash runs against the real server process.
@NullMarked
package im.hongyan.conformance;

import org.jspecify.annotations.NullMarked;

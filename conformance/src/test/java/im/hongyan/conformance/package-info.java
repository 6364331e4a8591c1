/// Tests of the tools themselves: each must be able to fail.
@NullMarked
package im.hongyan.conformance;

import org.jspecify.annotations.NullMarked;

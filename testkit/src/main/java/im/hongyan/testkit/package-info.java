/// Fakes and the contract suites that every adapter of a port must pass.
@NullMarked
package im.hongyan.testkit;

import org.jspecify.annotations.NullMarked;

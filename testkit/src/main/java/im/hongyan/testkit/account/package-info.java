/// Apps, users and tokens in memory, and the contracts that every adapter of their ports must pass.
@NullMarked
package im.hongyan.testkit.account;

import org.jspecify.annotations.NullMarked;

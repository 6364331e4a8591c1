/// The layer rules and house rules, as tests.
@NullMarked
package im.hongyan.arch;

import org.jspecify.annotations.NullMarked;

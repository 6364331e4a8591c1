/// The layer rules and house rules, as tests. `broken` holds code that breaks each layer rule on purpose: a rule that
/// nothing can break proves nothing.
@NullMarked
package im.hongyan.arch;

import org.jspecify.annotations.NullMarked;

/// A pure Java core: domain, use cases and ports. Knows no network, no SQL, no JSON library and no vendor.
@NullMarked
package im.hongyan.core;

import org.jspecify.annotations.NullMarked;

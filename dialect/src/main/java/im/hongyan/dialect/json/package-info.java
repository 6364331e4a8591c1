/// Strict JSON over byte arrays, for codecs on the hot path: read without a tree and without copies, write without
/// strings in between.
@NullMarked
package im.hongyan.dialect.json;

import org.jspecify.annotations.NullMarked;

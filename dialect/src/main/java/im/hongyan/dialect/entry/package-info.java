/// Entries, summaries and the names of conversations as JSON (`docs/wire/native.md`, sections 3, 4 and 5.6): the
/// form in which our own surfaces, the native protocol and REST, show the log.
@NullMarked
package im.hongyan.dialect.entry;

import org.jspecify.annotations.NullMarked;

/// The neutral form of content, `docs/wire/content.md`.
@NullMarked
package im.hongyan.dialect.content;

import org.jspecify.annotations.NullMarked;

/// Everything relational: apps, users, settings, tokens.
@NullMarked
package im.hongyan.directory;

import org.jspecify.annotations.NullMarked;

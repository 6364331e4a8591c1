/// Configuration: a tree of records with its defaults in code.
@NullMarked
package im.hongyan.server.config;

import org.jspecify.annotations.NullMarked;

/// Files: the contract of every store, one in memory, and small files of every kind.
@NullMarked
package im.hongyan.testkit.file;

import org.jspecify.annotations.NullMarked;

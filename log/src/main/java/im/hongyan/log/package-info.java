/// The message log on RocksDB.
@NullMarked
package im.hongyan.log;

import org.jspecify.annotations.NullMarked;

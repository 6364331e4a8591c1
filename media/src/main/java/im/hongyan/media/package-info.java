/// Where the bytes of files lie: a local folder.
@NullMarked
package im.hongyan.media;

import org.jspecify.annotations.NullMarked;

/// Files that users send: what is accepted, who may read it, and for how long an address is good. Where the bytes
/// lie is behind a port.
@NullMarked
package im.hongyan.core.file;

import org.jspecify.annotations.NullMarked;

/// From the log to the devices: fan-out, acknowledgement, retry, online-only signals.
@NullMarked
package im.hongyan.core.delivery;

import org.jspecify.annotations.NullMarked;

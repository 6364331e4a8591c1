/// Groups: durable membership with roles. What is so now is kept as facts beside the group's log; how it came to be are
/// the log's events; both are written in one commit, so every device ends with the same history.
@NullMarked
package im.hongyan.core.group;

import org.jspecify.annotations.NullMarked;

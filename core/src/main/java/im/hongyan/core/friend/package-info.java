/// Friends, requests, lists of friends, blocks: what one user keeps about others. All of it is facts beside the
/// user's own feed, and every change is an event in that feed, written in one commit with the facts and with the
/// other user's ([Book] draws the keys). So both sides always agree, and a device that missed an event finds the
/// change by version.
@NullMarked
package im.hongyan.core.friend;

import org.jspecify.annotations.NullMarked;

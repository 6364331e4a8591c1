/// Apps, users, credentials: who there is.
@NullMarked
package im.hongyan.core.account;

import org.jspecify.annotations.NullMarked;

/// One login of one device: the live sessions of every user, policy, resume.
@NullMarked
package im.hongyan.core.session;

import org.jspecify.annotations.NullMarked;

@NullMarked
package im.hongyan.arch.broken.wechat;

import org.jspecify.annotations.NullMarked;

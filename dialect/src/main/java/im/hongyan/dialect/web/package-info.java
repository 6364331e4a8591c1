/// Plain HTTP for dialects whose clients or back-ends need it: requests in, replies out, no server's types.
@NullMarked
package im.hongyan.dialect.web;

import org.jspecify.annotations.NullMarked;

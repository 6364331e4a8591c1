/// What is to be done at a time, kept in the log until it is done.
@NullMarked
package im.hongyan.core.agenda;

import org.jspecify.annotations.NullMarked;

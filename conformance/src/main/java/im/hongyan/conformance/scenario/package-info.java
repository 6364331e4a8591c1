/// Scenarios are dialogues in plain text: the language, the pattern matcher, and the stage that plays them.
@NullMarked
package im.hongyan.conformance.scenario;

import org.jspecify.annotations.NullMarked;

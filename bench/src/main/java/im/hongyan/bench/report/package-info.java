/// What a measurement says: a table, a line of JSON, a file of raw rounds.
@NullMarked
package im.hongyan.bench.report;

import org.jspecify.annotations.NullMarked;

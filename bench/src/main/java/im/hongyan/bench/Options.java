package im.hongyan.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What can be chosen. Every measurement is bounded: by rounds, by seconds, by counts.
final class Options {
    @Option(
            names = "--pattern",
            description = "single: one message in flight per pair, 1,000 pairs. burst: 32 in flight, 200 pairs")
    Pattern pattern = Pattern.SINGLE;

    @Option(names = "--pairs", description = "pairs of users (default: by pattern)")
    int pairs;

    @Option(names = "--in-flight", description = "messages in flight per pair (default: by pattern)")
    int inFlight;

    @Option(names = "--offered", description = "send so many messages a second in all, whatever the server does")
    int offered;

    @Option(names = "--idle", description = "one message at a time on an idle server, beside the disk's sync")
    boolean alone;

    @Option(names = "--seconds", description = "measured seconds of a round")
    double seconds = 4;

    @Option(names = "--rounds", description = "rounds of each side")
    int rounds = 5;

    @Option(names = "--text", description = "bytes of a message's text")
    int textBytes = 80;

    @Option(
            names = "--sessions",
            description = "sessions of idle and storm; sessions of each receiver in fanout; online in group and room")
    int sessions;

    @Option(names = "--messages", description = "stored messages of start")
    int messages = 100_000;

    @Option(names = "--full", description = "history: also with 10 million stored messages")
    boolean full;

    @Option(
            names = "--data",
            description = "a folder for the servers' data, kept afterwards (default: a temporary one)")
    @Nullable
    Path data;

    @Option(names = "--keep", description = "put the raw results under bench/results/, to be committed")
    boolean keep;

    @Option(names = "--profile", description = "record the server's CPU time and write a summary beside the results")
    boolean profile;

    @Option(names = "--server-java-opts", description = "JVM options of the server only")
    String serverJavaOptions = "";

    @Option(names = "--seed", description = "of the texts and the choices made by chance")
    long seed = 20_261_121;

    enum Pattern {
        SINGLE(1_000, 1),
        BURST(200, 32);

        final int pairs;
        final int inFlight;

        Pattern(int pairs, int inFlight) {
            this.pairs = pairs;
            this.inFlight = inFlight;
        }
    }

    int pairs() {
        return pairs > 0 ? pairs : pattern.pairs;
    }

    int inFlight() {
        return inFlight > 0 ? inFlight : pattern.inFlight;
    }

    int sessions(int byDefault) {
        return sessions > 0 ? sessions : byDefault;
    }
}

package im.hongyan.conformance;

import im.hongyan.conformance.crash.CrashCommand;
import im.hongyan.conformance.crash.DiskFullCommand;
import im.hongyan.conformance.scenario.ScenariosCommand;
import java.time.Clock;
import picocli.CommandLine;

/// Proof against the real server process. Exit codes: 0 all good, 1 something failed, 2 bad usage.
@CommandLine.Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = "Plays scenarios against the real server and breaks it on purpose.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = new CommandLine(new Main())
                .addSubcommand("scenarios", new ScenariosCommand(Clock.systemUTC()))
                .addSubcommand("crash", new CrashCommand(Clock.systemUTC()))
                .addSubcommand("disk-full", new DiskFullCommand(Clock.systemUTC()))
                .execute(args);
        System.exit(code);
    }
}

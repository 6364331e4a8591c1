package im.hongyan.server;

import picocli.CommandLine;

/// The commands of the server's program. Exit codes: 0 ok, 1 failed, 2 bad usage or configuration.
@CommandLine.Command(
        name = "hongyan",
        description = "Hongyan, an instant-messaging server that you own.",
        mixinStandardHelpOptions = true,
        subcommands = {ServeCommand.class, TokenCommand.class, CheckConfigCommand.class, PrintConfigCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, result) -> {
                    String sentence = failure.getMessage();
                    line.getErr().println("hongyan: " + (sentence == null ? failure.toString() : sentence));
                    return failure instanceof im.hongyan.server.config.ConfigException ? 2 : 1;
                })
                .execute(args);
        System.exit(code);
    }
}

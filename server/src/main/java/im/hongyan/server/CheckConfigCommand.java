package im.hongyan.server;

import im.hongyan.server.config.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says whether a configuration can be used.
@Command(name = "check-config", description = "Check a configuration and say what is wrong with it.")
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ConfigException {
        options.read();
        spec.commandLine().getOut().println("The configuration is good.");
        return 0;
    }
}

package im.hongyan.server;

import im.hongyan.server.config.ConfigException;
import im.hongyan.server.config.ConfigTree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints every key with the value in force; the output is itself a configuration file.
@Command(name = "print-config", description = "Print the configuration in force, every key with its value.")
final class PrintConfigCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ConfigException {
        ConfigTree.flatten(options.read())
                .forEach((key, value) -> spec.commandLine().getOut().println(key + " = " + value));
        return 0;
    }
}

package im.hongyan.server;

import im.hongyan.core.account.AppId;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import im.hongyan.directory.OfflineTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Prints a credential for a user. It reads the app's key from the data folder, whether or not a server is running
/// on it.
@Command(name = "token", description = "Print a credential for a user of an app.")
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--app", defaultValue = "demo", description = "app id (default: demo)")
    private String app = "demo";

    @Option(names = "--user", required = true, description = "user id")
    private String user = "";

    @Option(names = "--dialect", defaultValue = "native", description = "native (the others come with their dialects)")
    private String dialect = "native";

    @Option(names = "--hours", defaultValue = "24", description = "how long it is good for, 1 to 2160 (default: 24)")
    private int hours = 24;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (!dialect.equals("native")) {
            throw new ParameterException(
                    spec.commandLine(), "there is no credential for dialect \"" + dialect + "\" yet: native");
        }
        if (!AppId.isValid(app)) {
            throw new ParameterException(spec.commandLine(), "--app: not an app id: " + app);
        }
        Path folder = Path.of(options.read().data()).resolve("directory");
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no data in " + folder.getParent() + ": start `./hongyan serve` once, or give --data");
        }
        var key = new UserKey(new AppId(app), userId());
        var issued = OfflineTokens.issue(folder, key, hours * 3_600_000L, Clock.systemUTC());
        return switch (issued) {
            case Outcome.Ok<im.hongyan.core.account.Tokens.Issued>(var token) -> {
                spec.commandLine().getOut().println(token.token());
                yield 0;
            }
            case Outcome.Refused<im.hongyan.core.account.Tokens.Issued>(var refusal) ->
                throw new ParameterException(spec.commandLine(), refusal.sentence());
        };
    }

    private UserId userId() {
        try {
            return UserId.parse(user);
        } catch (RefusedException refused) {
            throw new ParameterException(spec.commandLine(), "--user: " + refused.getMessage(), refused);
        }
    }
}

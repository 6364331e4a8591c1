package im.hongyan.server;

import im.hongyan.server.config.ServerConfig;
import im.hongyan.server.wiring.Server;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the server in the foreground.
@Command(name = "serve", description = "Run the server in the foreground; Ctrl-C stops it cleanly.")
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--exit-when-ready", hidden = true, description = "stop cleanly as soon as it is ready")
    private boolean exitWhenReady;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ServerConfig config = options.read();
        Server server = Server.start(config, Credentials::write);
        if (exitWhenReady) {
            server.stop();
            return 0;
        }
        // A signal ends the process through this hook; what was acknowledged is durable before it ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        greet(config, server);
        new CountDownLatch(1).await();
        return 0;
    }

    private static void stop(Server server) {
        int code = 0;
        try {
            server.stop();
        } catch (InterruptedException | IOException | RuntimeException failure) {
            LoggerFactory.getLogger(ServeCommand.class).error("The server did not stop cleanly", failure);
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    private void greet(ServerConfig config, Server server) {
        var out = spec.commandLine().getOut();
        String address = "//" + config.host() + ":" + server.port();
        out.println("Hongyan is ready.");
        if (config.showsSite()) {
            out.println("  open            http:" + address + "/");
        }
        out.println("  HTTP and REST   http:" + address + "/api/v1   (description: /api/v1/openapi.json)");
        out.println("  WebSocket       ws:" + address + "/link");
        if (config.mobileimsdk().isOn(config.mode())) {
            server.listening()
                    .forEach((transport, at) ->
                            out.println("  MobileIMSDK     " + transport + "://" + config.host() + ":" + at));
            out.println("  MobileIMSDK     ws:" + address + "/websocket");
        }
        if (config.wafer().isOn(config.mode())) {
            out.println("  Wafer           http:" + address + "/wafer/login, /wafer/tunnel");
        }
        out.println("  data            " + server.dataFolder());
        if (config.mode() == ServerConfig.Mode.DEVELOPMENT) {
            out.println("  admin key       in " + server.dataFolder().resolve(Credentials.FILE_NAME));
            out.println("  a user's token  ./hongyan token --app demo --user alice");
            out.println("Development mode: this machine only. Ctrl-C stops.");
        }
        out.flush();
    }
}

package im.hongyan.conformance.crash;

import im.hongyan.conformance.DataFolder;
import im.hongyan.conformance.RunFolder;
import im.hongyan.conformance.ServerCommand;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.LostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Kills the server under load and checks that nothing acknowledged was lost.
@CommandLine.Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        description = "Load, kill -9, restart, again and again; then a history checker reads what everybody saw.")
public final class CrashCommand implements Callable<Integer> {
    private final Clock clock;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = {"--rounds", "--kills"},
            defaultValue = "8",
            description = "Kills: ${DEFAULT-VALUE}.")
    private int kills;

    @CommandLine.Option(names = "--pairs", defaultValue = "16", description = "Pairs of users: ${DEFAULT-VALUE}.")
    private int pairs;

    @CommandLine.Option(
            names = "--packet-pairs",
            defaultValue = "6",
            description = "Pairs of users of the MobileIMSDK dialect besides: ${DEFAULT-VALUE}.")
    private int packetPairs;

    @CommandLine.Option(
            names = "--crowds",
            defaultValue = "4",
            description = "Groups and rooms with three users each besides: ${DEFAULT-VALUE}.")
    private int crowds;

    @CommandLine.Option(names = "--pause", description = "Also freeze the process for a second now and then.")
    private boolean pause;

    @CommandLine.Option(names = "--seed", description = "Repeat the choices of an earlier run.")
    private long seed = new Random().nextLong(1_000_000);

    @SuppressWarnings("NullAway.Init") // picocli fills in the rest
    public CrashCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, LostException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("crash run: " + kills + " kills, seed " + seed);
        out.flush();
        Path folder = RunFolder.fresh("crash-" + seed);
        CrashRun.Result result;
        try (ServerProcess server = ServerProcess.start(ServerCommand.find(), folder, List.of())) {
            var credentials = new DataFolder(server.data()).credentials(clock);
            letUsersCreateRooms(server);
            var plan = new CrashRun.Plan(kills, pairs, packetPairs, crowds, pause, seed);
            var run = new CrashRun(server, credentials, plan, out);
            result = run.run(folder);
        }
        if (result.idle()) {
            out.println("the run did too little, or the server logged errors: it proves nothing");
        }
        int failed = result.broken().size() + (result.idle() ? 1 : 0);
        // Each rule is one proof; the last line is read by the launcher.
        out.println((Rule.values().length - result.broken().size()) + " passed, " + failed + " failed");
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private static void letUsersCreateRooms(ServerProcess server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.http("/api/v1/apps/demo"))
                .header("authorization", "Bearer " + new DataFolder(server.data()).adminToken())
                .header("content-type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"settings\":{\"users_create_rooms\":true}}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the app's settings were not changed: " + answer.body());
            }
        }
    }
}

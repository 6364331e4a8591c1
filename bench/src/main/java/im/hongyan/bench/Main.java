package im.hongyan.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./hongyan bench`: measures on this machine, over loopback, and stops by itself. The last line of a workload is
/// one line of JSON.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure a server that is started for it, on this machine.",
            "",
            "  durable-1to1  send, sync to disk, acknowledge and deliver; always beside relay",
            "  relay         the same frames passed on with no store: the ceiling of this machine",
            "  fanout        one message to all sessions of its receiver; beside relay",
            "  group         one writes to a group of which many are online; beside relay",
            "  room          one writes to a room of 5,000; beside relay, with the memory of a member",
            "  idle          memory of a session that is logged in and silent",
            "  storm         everybody comes back at once and syncs",
            "  history       a page of 20 at a random place, by how much is stored",
            "  start         from the start of the process to ready, on an existing data folder",
            "  all           everything above, one after the other"
        })
public final class Main implements Callable<Integer> {
    @Parameters(paramLabel = "WORKLOAD", description = "one of the above")
    private String workload = "";

    @Mixin
    private final Options options = new Options();

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, _, _) -> {
            failure.printStackTrace();
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = workload.equals("all") ? Workload.names() : List.of(workload);
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            Workload one = Workload.named(name);
            if (one == null) {
                System.err.println("There is no workload \"" + name + "\": " + Workload.names() + " or all");
                return 2;
            }
            try (Bench bench = Bench.open(options)) {
                if (!one.run(bench)) {
                    failed.add(name);
                }
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("Errors in: " + String.join(", ", failed));
        }
        return failed.isEmpty() ? 0 : 1;
    }
}

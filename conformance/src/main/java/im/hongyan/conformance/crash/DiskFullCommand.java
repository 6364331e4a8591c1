package im.hongyan.conformance.crash;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.DataFolder;
import im.hongyan.conformance.RunFolder;
import im.hongyan.conformance.ServerCommand;
import im.hongyan.conformance.ServerProcess;
import im.hongyan.conformance.wire.LostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Fills the disk under the server. Needs the right to mount a small file system; where that is not allowed it says
/// so and proves nothing.
@CommandLine.Command(
        name = "disk-full",
        mixinStandardHelpOptions = true,
        description = "Fills the server's disk: sends are refused, reads go on, and it recovers by itself.")
public final class DiskFullCommand implements Callable<Integer> {
    private static final String SIZE = "size=96m";
    private static final int BALLAST_BYTES = 48 << 20;
    /// A small disk wants small files, and a quick client.
    private static final Map<String, String> SETTINGS = Map.of(
            "log.disk-reserve-bytes", "8388608",
            "log.memtable-bytes", "4194304",
            "limits.session-frames-per-second", "5000",
            "limits.session-frames-burst", "5000");

    private final Clock clock;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills in the rest
    public DiskFullCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, LostException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = RunFolder.fresh("disk-full");
        Path disk = Files.createDirectories(folder.resolve("disk"));
        String refused = run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", disk.toString());
        if (!refused.isEmpty()) {
            out.println("skipped: a small file system could not be mounted here (" + refused + ")");
            out.println("0 passed, 0 failed");
            out.flush();
            return 0;
        }
        int code;
        try {
            code = fill(folder, disk, out);
        } finally {
            String left = run("umount", disk.toString());
            if (!left.isEmpty()) {
                out.println("still mounted: " + left);
            }
        }
        out.flush();
        return code;
    }

    private int fill(Path folder, Path disk, PrintWriter out) throws IOException, InterruptedException, LostException {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[BALLAST_BYTES]);
        List<String> options = DataFolder.configure(folder, SETTINGS);
        try (ServerProcess server = ServerProcess.start(ServerCommand.find(), folder, disk.resolve("data"), options)) {
            Credentials credentials = new DataFolder(server.data()).credentials(clock);
            var run = new DiskFullRun(server, credentials, () -> Files.delete(ballast));
            List<String> steps = run.run();
            steps.forEach(step -> out.println("ok    " + step));
            out.println(steps.size() + " passed, 0 failed");
            return 0;
        } catch (DiskFullRun.Failed e) {
            out.println("FAIL  " + e.getMessage());
            out.println("0 passed, 1 failed");
            return 1;
        }
    }

    /// Runs a command; returns what it complained of, or "".
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : said.isEmpty() ? "it failed" : said;
    }
}

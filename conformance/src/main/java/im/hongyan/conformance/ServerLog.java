package im.hongyan.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the server printed, over all its lives: kept in memory and written to a file as it comes.
public final class ServerLog {
    private static final Pattern ERROR = Pattern.compile("\\bERROR\\b|^Exception in thread|A fatal error has been");

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    public ServerLog(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /// Copies a process's output until it ends.
    void follow(InputStream output) {
        try (var reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                Writer copy = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                copy.write(line);
                copy.write('\n');
                copy.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A place in the log, to ask later what came after it.
    public int mark() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /// The lines since then that tell of something broken.
    public List<String> errorsSince(int mark) {
        return since(mark).stream().filter(line -> ERROR.matcher(line).find()).toList();
    }

    public List<String> since(int mark) {
        synchronized (lines) {
            return List.copyOf(lines.subList(mark, lines.size()));
        }
    }
}

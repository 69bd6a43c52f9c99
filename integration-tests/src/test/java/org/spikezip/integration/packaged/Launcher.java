package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.spikezip.integration.Repository;

/**
 * {@code bin/spikezip} behind a link, started from a folder that is not the repository.
 *
 * @param command the link
 * @param folder where it runs
 */
record Launcher(Path command, Path folder) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  /** Makes the link {@code command} in a folder of its own within this one. */
  static Launcher in(Path folder) {
    Path root = Repository.root();
    assertTrue(
        Files.isDirectory(root.resolve("cli/target/spikezip/lib")),
        "the command is not packaged: run mvn verify, not only mvn test");
    try {
      Path links = Files.createDirectories(folder.resolve("links"));
      Path work = Files.createDirectories(folder.resolve("work"));
      Path link = links.resolve("command");
      Files.createSymbolicLink(link, root.resolve("bin/spikezip"));
      return new Launcher(link, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end; words may be of any type. */
  CommandResult run(Object... words) {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    Arrays.stream(words).map(Object::toString).forEach(line::add);
    return finish(start(line));
  }

  /** Runs a line of bash, in which {@code $0} is the command. */
  CommandResult shell(String script) {
    return finish(start(List.of("bash", "-c", script, command.toString())));
  }

  /** A process that runs, and where its streams go. */
  record Started(Process process, Path out, Path err) {}

  Started start(List<String> line) {
    try {
      Path out = Files.createTempFile(folder.getParent(), "out", ".txt");
      Path err = Files.createTempFile(folder.getParent(), "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
      builder.environment().put("SPIKEZIP_JAVA_OPTIONS", "-Xmx2g");
      builder.environment().remove("COLUMNS");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      return new Started(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CommandResult finish(Started started) {
    try {
      if (!started.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        started.process().destroyForcibly();
        throw new AssertionError("still running: " + Files.readString(started.err()));
      }
      // The launcher passes stderr on through a process that may end a little later.
      for (int i = 0; i < 20 && Files.size(started.err()) == 0; i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return new CommandResult(
          started.process().exitValue(),
          Files.readString(started.out()),
          Files.readString(started.err()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Removes the link. */
  @Override
  public void close() throws IOException {
    Files.delete(command);
  }
}

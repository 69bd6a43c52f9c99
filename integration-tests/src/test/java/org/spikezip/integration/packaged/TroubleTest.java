package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.spikezip.integration.Repository.fixture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system does to the command: a full disk, no permission, Ctrl-C. No file is left. */
class TroubleTest {
  private static final int USAGE = 2;
  private static final int INTERRUPTED = 130;
  private static final Path MODEL = fixture("vit-legacy.onnx");

  private Launcher spikezip;

  @BeforeEach
  void link(@TempDir Path folder) {
    spikezip = Launcher.in(folder);
  }

  @AfterEach
  void leavesNoFile() throws IOException {
    spikezip.close();
    try (Stream<Path> left = Files.list(spikezip.folder())) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static String compile(String output) {
    return "\"$0\" compile " + MODEL + " --calibrate random:2 -q -o " + output;
  }

  private static void assertCannotWrite(CommandResult result, String file) {
    assertEquals(USAGE, result.exitCode(), result.err());
    assertTrue(result.err().startsWith("spikezip: error: "), result.err());
    assertTrue(result.err().contains(file), result.err());
    assertTrue(result.err().contains("try: "), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  /** ONNX Runtime 1.29 crashes the process on such a line. */
  @Test
  void commandLineThatIsTooLong() {
    String padding = "x".repeat(5000);
    CommandResult result =
        spikezip.shell("SPIKEZIP_JAVA_OPTIONS=-Dpadding=" + padding + " \"$0\" backends --json");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("the command line is "), result.out());
    assertTrue(result.out().contains("CLASSPATH"), result.out());
  }

  @Test
  void deviceThatIsFull() {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "needs /dev/full");
    assertCannotWrite(spikezip.shell(compile("/dev/full")), "/dev/full");
  }

  /** A file system of 64 KiB, which only this command sees. */
  @Test
  void diskThatGetsFull() {
    String mount = "mount -t tmpfs -o size=64k tmpfs .";
    String small = "unshare --user --map-root-user --mount bash -c '" + mount + " && cd \"$PWD\"";
    assumeTrue(
        spikezip.shell(small + "'").exitCode() == 0, "this user may not mount a small file system");
    String left = "; code=$?; ls -A; exit $code";
    CommandResult result = spikezip.shell(small + " && " + compile("out.snn") + left + "' \"$0\"");
    assertCannotWrite(result, "out.snn");
    assertEquals("", result.out());
  }

  @Test
  void folderThatIsReadOnly() throws IOException {
    Path folder = Files.createDirectory(spikezip.folder().resolve("locked"));
    try {
      assumeTrue(folder.toFile().setWritable(false));
      assumeTrue(
          !Files.isWritable(folder), "this user may write everywhere, so nothing is read-only");
      assertCannotWrite(spikezip.shell(compile("locked/out.snn")), "locked/out.snn");
    } finally {
      assertTrue(folder.toFile().setWritable(true));
      Files.delete(folder);
    }
  }

  /** Not even root can make a file there. */
  @Test
  void folderOfTheKernel() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc");
    assertCannotWrite(spikezip.shell(compile("/proc/out.snn")), "/proc/out.snn");
  }

  @Test
  void interruption() throws IOException, InterruptedException {
    assumeTrue(interruptsArrive(), "this process ignores Ctrl-C, and so would its children");
    Launcher.Started started =
        spikezip.start(
            List.of(
                spikezip.command().toString(),
                "compile",
                MODEL.toString(),
                "--calibrate",
                "random:50000",
                "-o",
                "out.snn"));
    TimeUnit.SECONDS.sleep(4);
    assertTrue(started.process().isAlive(), () -> spikezip.finish(started).err());
    new ProcessBuilder("kill", "-INT", Long.toString(started.process().pid())).start().waitFor();
    assertTrue(started.process().waitFor(20, TimeUnit.SECONDS), "does not end");
    CommandResult result = spikezip.finish(started);
    assertEquals(INTERRUPTED, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertFalse(result.err().contains("error"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  /** A process started in the background by some shells ignores the signal, children included. */
  private static boolean interruptsArrive() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) & 0b10) == 0;
  }
}

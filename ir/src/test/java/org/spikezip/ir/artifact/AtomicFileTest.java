package org.spikezip.ir.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class AtomicFileTest {
  @TempDir Path folder;

  private static AtomicFile.Content<OutputStream> text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("f.json");
    AtomicFile.write(file, text("one"));
    AtomicFile.write(file, text("two"));
    assertEquals("two", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void keepsTheOldFileOnFailure() throws IOException {
    Path file = folder.resolve("f.json");
    AtomicFile.write(file, text("old"));
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals("cannot write " + file + ": No space left on device", e.getMessage());
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.remedy().isPresent());
    assertThrows(
        SpikezipException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  throw new UncheckedIOException(new IOException("disk"));
                }));
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  throw new IllegalStateException();
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void followsLinks() throws IOException {
    Path file = Files.writeString(folder.resolve("f.json"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    AtomicFile.write(link, text("new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  /** As /dev/stdout is when it is piped: a link to something that has no path. */
  @Test
  void writesIntoPipes() throws IOException {
    Process cat = new ProcessBuilder("cat").start();
    Path pipe = Path.of("/proc", Long.toString(cat.pid()), "fd", "0");
    assumeTrue(Files.exists(pipe), "needs /proc");
    AtomicFile.write(pipe, out -> out.write("through".getBytes(StandardCharsets.UTF_8)));
    cat.getOutputStream().close();
    assertEquals(
        "through", new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void namesAFolderThatIsMissingOrInTheWay() {
    SpikezipException missing =
        assertThrows(
            SpikezipException.class, () -> AtomicFile.write(folder.resolve("a/f"), text("x")));
    assertTrue(missing.getMessage().contains("there is no folder"), missing.getMessage());
    SpikezipException inTheWay =
        assertThrows(SpikezipException.class, () -> AtomicFile.write(folder, text("x")));
    assertTrue(inTheWay.getMessage().endsWith("it is a folder"), inTheWay.getMessage());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}

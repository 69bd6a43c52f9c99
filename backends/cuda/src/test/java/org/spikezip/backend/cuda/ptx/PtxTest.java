package org.spikezip.backend.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The PTX was made from the kernels that are here, and rounds as the specification says. */
final class PtxTest {
  private static final Path SOURCES = Path.of("src", "main", "cuda");
  private static final Path PTX =
      Path.of("src", "main", "resources", "org", "spikezip", "backend", "cuda", "spikezip.ptx");
  private static final Pattern INEXACT =
      Pattern.compile("\\.approx|\\.ftz|\\.full|\\bfma\\.|\\bmad\\.[a-z.]*f(32|64)|\\.f16|\\.tf32");
  // Without a rounding mode the driver may join a product and a sum.
  private static final Pattern UNROUNDED =
      Pattern.compile("\\b(add|sub|mul|div|sqrt|rcp)\\.f(32|64)\\b");

  @Test
  void isMadeFromTheSourcesThatAreHere() throws IOException {
    String first = Files.readAllLines(PTX).get(0);
    assertTrue(first.contains(hash()), () -> first + ": run build-ptx.sh");
  }

  @Test
  void everyProductAndSumIsRoundedByItself() throws IOException {
    List<String> lines = Files.readAllLines(PTX);
    for (Pattern forbidden : List.of(INEXACT, UNROUNDED)) {
      assertEquals(List.of(), lines.stream().filter(forbidden.asPredicate()).toList());
    }
    assertTrue(lines.stream().anyMatch(line -> line.contains("mul.rn.f32")));
  }

  @Test
  void holdsEveryKernel() throws IOException {
    Pattern declared = Pattern.compile("^(?:BOUNDED_)?KERNEL\\((?:\\d+, )*([a-z]\\w+),");
    String ptx = Files.readString(PTX);
    for (Path source : sources().values()) {
      for (String line : Files.readAllLines(source)) {
        declared
            .matcher(line)
            .results()
            .map(found -> found.group(1))
            .forEach(name -> assertTrue(ptx.contains(".entry " + name + "("), name));
      }
    }
  }

  private static String hash() throws IOException {
    MessageDigest digest = sha256();
    for (var source : sources().entrySet()) {
      digest.update((source.getKey() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(source.getValue()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The files by their names, relative and with slashes, in the order of their bytes. */
  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    try (Stream<Path> all = Files.walk(SOURCES)) {
      all.filter(file -> file.getFileName().toString().matches(".*\\.cuh?"))
          .forEach(file -> sources.put(name(file), file));
    }
    sources.keySet().removeIf(name -> name.startsWith("emulation/"));
    return sources;
  }

  private static String name(Path file) {
    return SOURCES.relativize(file).toString().replace('\\', '/');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

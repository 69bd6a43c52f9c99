package org.spikezip.backend.cuda.emulation;

import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The kernels compiled for the host, built from their sources when first asked for. */
public final class Emulation {
  private static final int NO_COMPILER = 3;

  private Emulation() {}

  /**
   * The kernels; where there is no C++ compiler the test that asks is skipped, which is printed.
   */
  public static EmulatedLibrary kernels() {
    if (Holder.LIBRARY.isEmpty()) {
      System.out.println("Skipped: kernels on the host need a C++ compiler, g++ or CXX");
      abort("no C++ compiler");
    }
    return Holder.LIBRARY.get();
  }

  private static final class Holder {
    static final Optional<EmulatedLibrary> LIBRARY = build().map(Holder::load);

    private static EmulatedLibrary load(Path library) {
      return Native.load(
          library.toString(),
          EmulatedLibrary.class,
          Map.of(com.sun.jna.Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
    }

    private static Optional<Path> build() {
      try {
        Process process =
            new ProcessBuilder("./build-emulation.sh").redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit == NO_COMPILER) {
          return Optional.empty();
        }
        if (exit != 0) {
          throw new IllegalStateException("build-emulation.sh ends with " + exit + ":\n" + output);
        }
        return Optional.of(Path.of("target", "libspikezip_emulated.so").toAbsolutePath());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}

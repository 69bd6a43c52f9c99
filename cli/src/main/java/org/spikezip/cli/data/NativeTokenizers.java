package org.spikezip.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the library that tokenizes: no network, no tracking, quiet logs, and a folder of our
 * own where it unpacks its native code.
 */
final class NativeTokenizers {
  private static final String CACHE = "ENGINE_CACHE_DIR";

  private NativeTokenizers() {}

  /** Must come before the first class of that library; more calls do no harm. */
  static void prepare() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getProperty(CACHE) == null && System.getenv(CACHE) == null) {
      cacheFolder().ifPresent(folder -> System.setProperty(CACHE, folder.toString()));
    }
  }

  /** The user's cache folder, or one that goes away with this process, or none. */
  private static Optional<Path> cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    try {
      Path folder = Files.createDirectories(caches.resolve("spikezip").resolve("native"));
      if (Files.isWritable(folder)) {
        return Optional.of(folder);
      }
    } catch (IOException e) {
      // A home that cannot be written is common in containers.
    }
    try {
      return Optional.of(TemporaryFolder.create("spikezip-native").path());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

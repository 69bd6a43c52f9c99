package org.spikezip.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folders of this repository, and what lies beside it on machines that have it. */
public final class Repository {
  private static final Path FIXTURES = Path.of("integration-tests", "fixtures");

  private Repository() {}

  /** The top folder, found upwards from where the tests run. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(FIXTURES))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests do not run within the repository");
      }
    }
    return folder;
  }

  /** A committed test file. */
  public static Path fixture(String name) {
    return root().resolve(FIXTURES).resolve(name);
  }

  /**
   * A file or folder too large to commit, in {@code shared} beside the repository, if it is there.
   */
  public static Optional<Path> shared(String name) {
    return Optional.of(root().resolveSibling("shared").resolve(name)).filter(Files::exists);
  }
}

package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.spikezip.integration.Repository;

/**
 * Someone outside who builds against our jars: with a local Maven repository in which they are
 * installed, beside what this build has fetched already, so that no network is needed.
 *
 * @param maven the program
 * @param repository the local repository
 */
record Stranger(Path maven, Path repository) implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;
  private static final String OURS = "spikezip";

  /** What a plugin is built against, by module. */
  private static final List<String> MODULES = List.of("ir", "plugins/api", "plugins/conformance");

  /**
   * Makes the repository in a folder.
   *
   * @param fetched the local repository of this build
   */
  static Stranger in(Path folder, Path maven, Path fetched) throws IOException {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    link(fetched, repository, "org");
    link(fetched.resolve("org"), Files.createDirectories(repository.resolve("org")), OURS);
    install(repository, Repository.root(), "spikezip-parent");
    for (String module : MODULES) {
      install(repository, Repository.root().resolve(module), "");
    }
    return new Stranger(maven, repository);
  }

  /** Links to all that is in a folder, but for one. */
  private static void link(Path from, Path to, String without) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(without)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  /** Installs a module: its jar, if it has one, and its pom. */
  private static void install(Path repository, Path module, String name) throws IOException {
    Path jar = name.isEmpty() ? jar(module) : null;
    String artifact =
        name.isEmpty() ? jar.getFileName().toString().replaceFirst("-\\d.*", "") : name;
    String version = version(jar(Repository.root().resolve(MODULES.get(0))));
    Path folder =
        Files.createDirectories(
            repository.resolve("org").resolve(OURS).resolve(artifact).resolve(version));
    String file = artifact + "-" + version;
    Files.copy(module.resolve("pom.xml"), folder.resolve(file + ".pom"));
    if (jar != null) {
      Files.copy(jar, folder.resolve(file + ".jar"));
    }
  }

  private static Path jar(Path module) throws IOException {
    try (Stream<Path> files = Files.list(module.resolve("target"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("spikezip-.*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar of " + module + ": run mvn verify"));
    }
  }

  private static String version(Path jar) {
    return jar.getFileName().toString().replaceFirst(".*?-(\\d.*)\\.jar", "$1");
  }

  /** {@code mvn verify} with a few random networks, which must go well. */
  void verify(Path project) throws IOException, InterruptedException {
    Path log = Files.createTempFile(project.getParent(), "mvn", ".txt");
    List<String> line = new ArrayList<>(List.of(maven.toString(), "-o", "-q", "-B", "verify"));
    line.add("-Dmaven.repo.local=" + repository);
    line.add("-Dspikezip.networks=3");
    ProcessBuilder builder = new ProcessBuilder(line).directory(project.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(log));
    }
    assertEquals(0, process.exitValue(), Files.readString(log));
  }

  /** Removes the links, not what they lead to. */
  @Override
  public void close() throws IOException {
    for (Path folder : List.of(repository, repository.resolve("org"))) {
      try (Stream<Path> entries = Files.list(folder)) {
        for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    }
  }
}
